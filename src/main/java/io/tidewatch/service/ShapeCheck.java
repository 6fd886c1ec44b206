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

/** What the state of the entities was made with, compared with the configuration before anything starts. */
final class ShapeCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ShapeCheck.class);

    private final TidewatchConfig config;
    private final StateShape configured;
    private final StateShape state;

    private ShapeCheck(TidewatchConfig config, StateShape configured, StateShape state) {
        this.config = config;
        this.configured = configured;
        this.state = state;
    }

    /** Work with the topic that keeps the shape. */
    private interface Question<T> {
        T ask(ShapeTopic kept) throws ExecutionException, InterruptedException;
    }

    /**
     * Checks, and changes nothing.
     *
     * @throws ConfigException with every setting that the state cannot be used with
     * @throws IllegalStateException when the broker does not answer
     */
    static ShapeCheck check(TidewatchConfig config) throws ConfigException {
        StateShape configured = StateShape.of(config.event(), config.detector());
        StateShape state = ask(config, ShapeTopic::read).orElse(new StateShape(Map.of()));
        List<ConfigFault> faults =
                configured.differences(state).stream().map(ShapeCheck::fault).toList();
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new ShapeCheck(config, configured, state);
    }

    /** The features that the state may be of. */
    FeatureHistory features() {
        return configured.history(state);
    }

    /**
     * Keeps what state is made with from now on: after all other checks, for a start that one of them refuses makes no
     * state; and before any state is made, for state of features that are not kept here could not be read.
     *
     * @throws IllegalStateException when the broker does not take it
     */
    void keep() {
        state.features().ifPresent(before -> logChange(before, features().now()));
        StateShape missing = configured.without(state);
        if (!missing.values().isEmpty()) {
            ask(config, kept -> {
                kept.write(missing);
                return missing;
            });
        }
    }

    private static <T> T ask(TidewatchConfig config, Question<T> question) {
        InternalTopics topics = InternalTopics.of(config.applicationId());
        try (Admin admin = Admin.create(new HashMap<String, Object>(config.kafka()))) {
            return question.ask(new ShapeTopic(
                    admin, config.kafka(), topics, config.topics().replicationFactor()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Topic " + topics.shape() + ", which holds what the state was made with, cannot be used ("
                            + e.getMessage()
                            + "). Check login and permissions: All on topics that begin with the application id.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking the broker what the state was made with.", e);
        }
    }

    private static void logChange(FeatureSet before, FeatureSet now) {
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
