package io.tidewatch.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the incidents of one run differ from those of another over the same events. Two incidents are the same one
 * when they
 * are of one entity and overlap in time; each has one counterpart at most.
 *
 * @param lost those that only the first run has, in order of time
 * @param gained those that only the second run has, in order of time
 * @param moved those of both that begin or end at another step
 * @param same how many are equal in both
 */
public record IncidentDiff(List<DetectedIncident> lost, List<DetectedIncident> gained, List<Moved> moved, int same) {
    private static final Comparator<DetectedIncident> BY_TIME =
            Comparator.comparingLong(DetectedIncident::startedMs).thenComparing(DetectedIncident::entity);

    /** An incident in both runs. */
    public record Moved(DetectedIncident before, DetectedIncident after) {}

    public IncidentDiff {
        lost = List.copyOf(lost);
        gained = List.copyOf(gained);
        moved = List.copyOf(moved);
    }

    /** Compares the incidents of two runs. */
    public static IncidentDiff of(List<DetectedIncident> first, List<DetectedIncident> second) {
        List<DetectedIncident> lost = new ArrayList<>();
        List<DetectedIncident> gained = new ArrayList<>(second);
        gained.sort(BY_TIME);
        List<Moved> moved = new ArrayList<>();
        int same = 0;
        for (DetectedIncident before : first.stream().sorted(BY_TIME).toList()) {
            DetectedIncident after = counterpart(before, gained);
            if (after == null) {
                lost.add(before);
                continue;
            }
            gained.remove(after);
            if (after.startedMs() == before.startedMs() && after.lastMs() == before.lastMs()) {
                same++;
            } else {
                moved.add(new Moved(before, after));
            }
        }
        return new IncidentDiff(lost, gained, moved, same);
    }

    /** The one that begins at the same step, else the first that overlaps; null: none. */
    private static @Nullable DetectedIncident counterpart(DetectedIncident incident, List<DetectedIncident> others) {
        return others.stream()
                .filter(incident::overlaps)
                .min(Comparator.comparing((DetectedIncident other) -> other.startedMs() != incident.startedMs())
                        .thenComparing(BY_TIME))
                .orElse(null);
    }
}
