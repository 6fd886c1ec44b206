package io.tidewatch.model.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The version in use, and those that were before.
 *
 * @param version in use
 * @param fromMs event time of the first step that it scores, by the step's start, epoch milliseconds; empty: all steps
 *     from now on
 * @param previous version that was in use until this activation
 * @param history what a rollback goes back to, newest first
 * @param activated when and by whom
 */
public record ModelActivation(
        String version, OptionalLong fromMs, Optional<String> previous, List<Former> history, Stamp activated) {
    /** Versions that are kept in mind for a rollback. */
    static final int LONGEST_HISTORY = 20;

    /**
     * A version that was in use.
     *
     * @param fromMs as it was in its activation
     */
    public record Former(String version, OptionalLong fromMs) {
        public Former {
            CatalogKey.requireVersion(version);
        }
    }

    /** @throws IllegalArgumentException when a version is none, or the history is too long */
    public ModelActivation {
        CatalogKey.requireVersion(version);
        previous.ifPresent(CatalogKey::requireVersion);
        if (history.size() > LONGEST_HISTORY) {
            throw new IllegalArgumentException(
                    "its history has " + history.size() + " versions, the most is " + LONGEST_HISTORY);
        }
        history = List.copyOf(history);
    }

    /**
     * The activation of a version, after another one.
     *
     * @param before what was in use; empty at the first activation
     * @param fromMs as in the record's own
     */
    public static ModelActivation after(
            Optional<ModelActivation> before, String version, OptionalLong fromMs, Stamp activated) {
        List<Former> history = new ArrayList<>();
        before.ifPresent(last -> {
            history.add(new Former(last.version, last.fromMs));
            history.addAll(last.history);
        });
        // Activated again, it is in use and nothing to go back to.
        history.removeIf(former -> former.version.equals(version));
        return new ModelActivation(
                version,
                fromMs,
                before.map(ModelActivation::version).filter(last -> !last.equals(version)),
                history.subList(0, Math.min(history.size(), LONGEST_HISTORY)),
                activated);
    }

    /**
     * The activation of an earlier version, at once. What was in use is not part of its history: the next rollback goes
     * further back, not forth.
     *
     * @param to one of the history
     * @throws IllegalArgumentException when it is not
     */
    public ModelActivation rollback(String to, Stamp rolledBack) {
        List<String> versions = history.stream().map(Former::version).toList();
        int at = versions.indexOf(to);
        if (at < 0) {
            throw new IllegalArgumentException("version " + to + " was not active before " + version);
        }
        return new ModelActivation(
                to, OptionalLong.empty(), Optional.of(version), history.subList(at + 1, history.size()), rolledBack);
    }

    /**
     * The version that scores a step; empty when none was in use yet.
     *
     * @param stepMs start of the step, epoch milliseconds
     */
    public Optional<String> versionAt(long stepMs) {
        if (reaches(fromMs, stepMs)) {
            return Optional.of(version);
        }
        return history.stream()
                .filter(former -> reaches(former.fromMs, stepMs))
                .map(Former::version)
                .findFirst();
    }

    private static boolean reaches(OptionalLong fromMs, long stepMs) {
        return fromMs.isEmpty() || stepMs >= fromMs.getAsLong();
    }
}
