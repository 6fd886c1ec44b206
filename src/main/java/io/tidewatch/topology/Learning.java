package io.tidewatch.topology;

import io.tidewatch.detector.WindowSampler;
import io.tidewatch.learning.TrainingSchedule;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where full windows go, to be learned from. */
public sealed interface Learning {

    /** To a sampler of this process, on all stream threads. */
    record Handed(WindowSampler sampler) implements Learning {}

    /**
     * To the one trainer of all instances, through a topic.
     *
     * @param schedule when models are due
     * @param trainer trains them
     * @param active gives the newest model, in use or about to be; null: there is none. It is known before the first
     *     record.
     * @param compiler makes a network able to score
     */
    record Trained(
            TrainingSchedule schedule,
            Trainer trainer,
            Supplier<@Nullable ModelArtifact> active,
            Function<Network, Scorer> compiler)
            implements Learning {}
}
