package io.tidewatch.service;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ConfigFault;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.topology.InternalTopics;
import io.tidewatch.topology.ShapeTopic;
import io.tidewatch.topology.StateShape;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Looks, before anything starts, whether the state of the entities was made with the same configuration. */
final class ShapeCheck {
    private ShapeCheck() {}

    /**
     * Checks; where there is no state yet, keeps what it will be made with.
     *
     * @throws ConfigException with every setting that the state cannot be used with
     * @throws IllegalStateException when the broker does not tell
     */
    static void check(TidewatchConfig config) throws ConfigException {
        StateShape configured = StateShape.of(config.event(), config.detector());
        InternalTopics topics = InternalTopics.of(config.applicationId());
        try (Admin admin = Admin.create(new HashMap<String, Object>(config.kafka()))) {
            ShapeTopic kept = new ShapeTopic(
                    admin, config.kafka(), topics, config.topics().replicationFactor());
            Optional<StateShape> state = kept.read();
            List<ConfigFault> faults = state.map(configured::differences).orElse(List.of()).stream()
                    .map(ShapeCheck::fault)
                    .toList();
            if (!faults.isEmpty()) {
                throw new ConfigException(faults);
            }
            if (state.isEmpty()) {
                kept.write(configured);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Topic " + topics.shape() + ", which tells what the state was made with, cannot be used ("
                            + e.getMessage()
                            + "). Check login and permissions: All on topics that begin with the application id.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the broker what the state was made with.", e);
        }
    }

    private static ConfigFault fault(StateShape.Difference difference) {
        return new ConfigFault(
                difference.key(),
                "'" + difference.configured() + "', but what the detector has learned was learned with '"
                        + difference.state() + "'",
                "the same as before",
                "Set it back, give the detector a new name, or let it learn anew: stop all instances, then tidewatch reset");
    }
}
