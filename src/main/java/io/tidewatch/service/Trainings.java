package io.tidewatch.service;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tidewatch.learning.ColdStart;
import io.tidewatch.learning.Drift;
import io.tidewatch.learning.TrainingResult;
import io.tidewatch.model.HeldOut;
import io.tidewatch.topology.TrainerStatus;
import io.tidewatch.topology.TrainingOutcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the trainer has done, as metrics, and for health and page. Of all instances one has the trainer; in the
 * others there
 * is nothing to see here.
 */
final class Trainings {
    private final Counter won;
    private final Counter lost;
    private final Counter failed;
    private final MultiGauge drift;
    private volatile @Nullable TrainerStatus status;
    private TrainerStatus.@Nullable Last counted;
    private List<Drift> shown = List.of();

    Trainings(MeterRegistry meters) {
        this.won = counter(meters, "won");
        this.lost = counter(meters, "lost");
        this.failed = counter(meters, "failed");
        this.drift = MultiGauge.builder("tidewatch.drift")
                .description("Distance of the newest windows from what the active model learned from, 0 to 1"
                        + " (Kolmogorov-Smirnov), by feature; window-error: of the model's own errors")
                .register(meters);
        gauge(meters, "tidewatch.trainer", "1 in the instance that trains for all", now -> now.here() ? 1 : 0);
        gauge(
                meters,
                "tidewatch.training.running",
                "1 while a training runs here",
                now -> now.running() == null ? 0 : 1);
        gauge(meters, "tidewatch.training.windows", "Windows kept to learn from", now -> now.intake()
                .samples()
                .kept());
        gauge(
                meters,
                "tidewatch.training.windows.waiting",
                "Windows that wait until all tasks have passed them",
                now -> now.intake().samples().waiting());
        gauge(
                meters,
                "tidewatch.training.windows.left.out",
                "Windows that could not wait or did not fit, left out",
                now -> now.intake().samples().dropped() + now.intake().samples().unfit());
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("tidewatch.trainings")
                .description("Trainings that ended here: with a model that became active (won), with one that was worse"
                        + " than the active one (lost), without one (failed)")
                .tag("result", result)
                .register(meters);
    }

    private void gauge(MeterRegistry meters, String name, String description, ToDoubleFunction<TrainerStatus> value) {
        Gauge.builder(name, this, of -> {
                    TrainerStatus now = of.status;
                    return now == null ? 0 : value.applyAsDouble(now);
                })
                .description(description)
                .register(meters);
    }

    /** Takes how far the trainer of this instance has come. */
    synchronized void take(TrainerStatus now) {
        status = now;
        TrainerStatus.Last last = now.last();
        if (last != null && !last.equals(counted)) {
            counted = last;
            counterOf(last.outcome()).increment();
        }
        List<Drift> drifts = now.here() ? now.intake().drifts() : List.of();
        if (!drifts.equals(shown)) {
            shown = drifts;
            drift.register(
                    drifts.stream()
                            .map(of -> MultiGauge.Row.of(Tags.of("of", of.of()), of.distance()))
                            .collect(Collectors.toList()),
                    true);
        }
    }

    private Counter counterOf(TrainingOutcome outcome) {
        return outcome instanceof TrainingOutcome.Ended ended
                ? ended.result() instanceof TrainingResult.Won ? won : lost
                : failed;
    }

    /** How far the first model has come. */
    LearningState learning() {
        TrainerStatus now = status;
        return now == null || !now.here()
                ? new LearningState(false, 0, ColdStart.FIRST_WINDOWS, null)
                : new LearningState(
                        true,
                        now.intake().windows(),
                        ColdStart.FIRST_WINDOWS,
                        fault(now).orElse(null));
    }

    private static Optional<String> fault(TrainerStatus now) {
        TrainerStatus.Last last = now.last();
        return last != null && last.outcome() instanceof TrainingOutcome.Failed failure
                ? Optional.of(failure.fault())
                : Optional.empty();
    }

    /** What is wrong with learning while a model is active; empty: nothing. */
    Optional<String> problem() {
        TrainerStatus now = status;
        return now == null || !now.here()
                ? Optional.empty()
                : fault(now).map(fault -> "No newer model: " + fault + ". The active one stays in use.");
    }

    /** Whether a training runs here. */
    boolean running() {
        TrainerStatus now = status;
        return now != null && now.here() && now.running() != null;
    }

    /** Event time of the next training by time, epoch milliseconds; empty: not known here, or there is none. */
    OptionalLong nextMs() {
        TrainerStatus now = status;
        return now == null || !now.here() || now.intake().nextMs() == Long.MAX_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(now.intake().nextMs());
    }

    /** What the last challenger that lost did beside the active model; empty: the last one did not lose. */
    Optional<HeldOut> lastLost() {
        TrainerStatus now = status;
        TrainerStatus.Last last = now == null ? null : now.last();
        return last != null
                        && last.outcome() instanceof TrainingOutcome.Ended ended
                        && ended.result() instanceof TrainingResult.Lost loser
                ? Optional.of(loser.heldOut())
                : Optional.empty();
    }

    /** What has drifted from what the active model learned from, the farthest first. */
    List<Drift> drifted() {
        TrainerStatus now = status;
        return now == null || !now.here()
                ? List.of()
                : now.intake().drifts().stream()
                        .filter(Drift::found)
                        .sorted((a, b) -> Double.compare(b.distance(), a.distance()))
                        .toList();
    }
}
