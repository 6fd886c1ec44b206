package io.tidewatch.decision;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the evidence in the window of one entity: an episode opens when the score reaches the threshold, and closes
 * when nothing odd is left in the window.
 *
 * <p>One class for each policy: the budget ({@link AlertPolicy}), what this entity's scores usually are ({@link
 * OwnThreshold}), recent incidents ({@link RecentIncidents}), short ones among them ({@link TransientPenalty}), the
 * time after an incident ({@link RefractoryTime}), the same time of each day or month ({@link Schedule}), and the kind
 * ({@link EpisodeKind}).
 */
final class EpisodeTracker {
    private AlertPolicy policy;
    private final OwnThreshold ownThreshold = new OwnThreshold();
    private final RecentIncidents recent = new RecentIncidents();
    private final TransientPenalty penalty = new TransientPenalty();
    private final RefractoryTime refractoryTime;
    private final Schedule schedule = new Schedule();
    private final EpisodeKind kind = new EpisodeKind();

    private @Nullable Episode episode;
    private int stepsSinceChange;
    /** Score from which on the step that was followed last is odd. */
    private double oddFrom;

    private boolean newestOdd;

    EpisodeTracker(AlertPolicy policy) {
        this.policy = policy;
        this.refractoryTime = new RefractoryTime(policy.refractorySteps());
    }

    AlertPolicy policy() {
        return policy;
    }

    /** Follows another policy, of the same windows and features, from the next step on. */
    void use(AlertPolicy other) {
        policy = other;
    }

    /** Takes one scored step. */
    Change follow(Moment at, AnomalyScore score) {
        double left = policy.pressureLeft(at.intervalMs());
        recent.fade(left);
        penalty.fade(left);
        double threshold = threshold(at.intervalMs(), score);
        ownThreshold.learn(score.total(), policy.windowSteps());
        oddFrom = DecisionParameters.HOLD_SHARE * threshold;
        newestOdd = score.newest() >= oddFrom;
        boolean odd = odd(score);
        penalty.step(score.total() >= threshold, odd);
        kind.step(newestOdd, policy.windowSteps());
        Episode current = episode;
        return current == null ? mayOpen(at, score, threshold, odd) : goesOn(current, score, odd);
    }

    private double threshold(double intervalMs, AnomalyScore score) {
        double budget = policy.budget(intervalMs);
        // The usual scores say nothing of silence, which is no channel but a probability by itself.
        double base = silent(score)
                ? AlertPolicy.thresholdOf(budget)
                : ownThreshold.threshold(policy, budget, Math.max(score.total(), score.newest()));
        return base + recent.beyondThreshold();
    }

    private static boolean silent(AnomalyScore score) {
        return score.silence() >= score.total();
    }

    private Change mayOpen(Moment at, AnomalyScore score, double threshold, boolean odd) {
        double total = score.total();
        double opening = opening(threshold, silent(score) ? Double.MAX_VALUE : at.ageMs());
        double afterAnother = refractoryTime.step(odd, policy);
        if (total < opening || total < afterAnother) {
            kind.noneOpens(score.farOff());
            return Change.NONE;
        }
        double scheduled = schedule.started(at, total);
        if (total < scheduled + DecisionParameters.CLEARLY_WORSE && scheduled > 0) {
            refractoryTime.scheduled(scheduled, policy);
            return Change.NONE;
        }
        refractoryTime.opened();
        recent.opened();
        penalty.opened();
        AnomalyKind first = kind.opens(score, policy.windowSteps());
        return changed(Change.OPENED, new Episode(at.stepMs(), opening, total, first));
    }

    /** The score that it takes to open an incident. */
    private double opening(double threshold, double ageMs) {
        double transientPenalty = policy.features() == 1 ? 0 : penalty.beyondThreshold();
        return threshold + transientPenalty + AlertPolicy.beyondThresholdOfYoung(ageMs);
    }

    private Change goesOn(Episode current, AnomalyScore score, boolean odd) {
        stepsSinceChange++;
        if (refractoryTime.overAfter(odd, policy)) {
            close(current);
            return Change.CLOSED;
        }
        AnomalyKind now = kind.goesOn(score, odd, policy.windowSteps(), current.kind());
        if (score.total() >= current.peak() + DecisionParameters.CLEARLY_WORSE) {
            return changed(Change.WORSE, current.with(score.total(), now));
        }
        if (now != current.kind() || odd && stepsSinceChange >= policy.updateSteps()) {
            return changed(Change.CONTINUES, current.with(Math.max(score.total(), current.peak()), now));
        }
        return Change.NONE;
    }

    private Change changed(Change change, Episode now) {
        stepsSinceChange = 0;
        episode = now;
        return change;
    }

    private void close(Episode current) {
        refractoryTime.closed(current.peak());
        penalty.closed();
        schedule.reached(current.startedMs(), current.peak());
        episode = null;
        kind.closed();
    }

    /** The open episode; null when there is none. */
    @Nullable
    Episode open() {
        return episode;
    }

    /** Highest score of the episode that was closed last. */
    double lastPeak() {
        return refractoryTime.lastPeak();
    }

    /** Whether this score of the step that was followed last keeps an episode open. */
    boolean odd(AnomalyScore score) {
        return score.total() >= oddFrom;
    }

    /** Whether what was newest in the last step was odd enough by itself to keep an episode open. */
    boolean newestOdd() {
        return newestOdd;
    }

    /** Whether what was newest has had the highest score at some step of the episode. */
    boolean sudden() {
        return kind.sudden();
    }

    /** Closes the open episode, if there is one. */
    void end() {
        Episode current = episode;
        if (current != null) {
            close(current);
        }
    }

    void write(ByteBuffer out) {
        Episode.write(episode, out);
        out.putInt(refractoryTime.stepsSinceActive());
        out.putInt(stepsSinceChange);
        kind.write(out);
        out.putDouble(refractoryTime.lastPeak());
        recent.write(out);
        ownThreshold.write(out);
        schedule.write(out);
        penalty.write(out);
    }

    void read(ByteBuffer in) {
        episode = Episode.read(in);
        newestOdd = false;
        int stepsSinceActive = in.getInt();
        stepsSinceChange = in.getInt();
        kind.read(in);
        refractoryTime.restore(stepsSinceActive, in.getDouble());
        recent.read(in);
        ownThreshold.read(in);
        schedule.read(in);
        penalty.read(in);
    }
}
