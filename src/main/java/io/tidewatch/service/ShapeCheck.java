package io.tidewatch.service;

import io.tidewatch.config.ConfigException;
import io.tidewatch.config.ConfigFault;
import io.tidewatch.config.TidewatchConfig;
import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.detector.FeatureSet;
import io.tidewatch.detector.MeasuredFeature;
import io.tidewatch.topology.InternalTopics;
import io.tidewatch.topology.ShapeTopic;
import io.tidewatch.topology.StateShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks, before anything starts, whether the state of the entities can be used with the configuration. */
final class ShapeCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ShapeCheck.class);

    private ShapeCheck() {}

    /**
     * Checks, and keeps what state is made with from now on.
     *
     * @return the features that the state may be of
     * @throws ConfigException with every setting that the state cannot be used with
     * @throws IllegalStateException when the broker does not tell
     */
    static FeatureHistory check(TidewatchConfig config) throws ConfigException {
        StateShape configured = StateShape.of(config.event(), config.detector());
        InternalTopics topics = InternalTopics.of(config.applicationId());
        try (Admin admin = Admin.create(new HashMap<String, Object>(config.kafka()))) {
            ShapeTopic kept = new ShapeTopic(
                    admin, config.kafka(), topics, config.topics().replicationFactor());
            StateShape state = kept.read().orElse(new StateShape(Map.of()));
            List<ConfigFault> faults = configured.differences(state).stream()
                    .map(ShapeCheck::fault)
                    .toList();
            if (!faults.isEmpty()) {
                throw new ConfigException(faults);
            }
            FeatureHistory features = configured.history(state);
            state.features().ifPresent(before -> tell(before, features.now()));
            // Before any state is of them: what is of features that are not kept here could not be read.
            StateShape missing = configured.without(state);
            if (!missing.values().isEmpty()) {
                kept.write(missing);
            }
            return features;
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

    private static void tell(FeatureSet before, FeatureSet now) {
        if (before.equals(now)) {
            return;
        }
        List<MeasuredFeature> kept = new ArrayList<>(now.features());
        kept.retainAll(before.features());
        List<MeasuredFeature> added = new ArrayList<>(now.features());
        added.removeAll(kept);
        List<MeasuredFeature> removed = new ArrayList<>(before.features());
        removed.removeAll(kept);
        LOG.atInfo()
                .addKeyValue("kept", new FeatureSet(kept).text())
                .addKeyValue("new", new FeatureSet(added).text())
                .addKeyValue("gone", new FeatureSet(removed).text())
                .log("other features than at the start before; entities keep what they know of those that are kept");
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
