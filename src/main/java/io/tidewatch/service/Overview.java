package io.tidewatch.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.ScheduledModel;
import io.tidewatch.detector.StepResult;
import io.tidewatch.model.HeldOut;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.window.LeftOut;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** What the page shows on top: state in words, throughput, entities, model. */
final class Overview {
    private final DetectorSpec spec;
    private final LiveState state;
    private final Supplier<@Nullable ScheduledModel> model;
    private final Supplier<KafkaStreams.State> streams;
    private final Supplier<List<Problem>> problems;

    /**
     * @param model in use; null while there is none
     * @param streams state of the application; CREATED before there is one
     * @param problems that there are now, the worst first
     */
    Overview(
            DetectorSpec spec,
            LiveState state,
            Supplier<@Nullable ScheduledModel> model,
            Supplier<KafkaStreams.State> streams,
            Supplier<List<Problem>> problems) {
        this.spec = spec;
        this.state = state;
        this.model = model;
        this.streams = streams;
        this.problems = problems;
    }

    ObjectNode read() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ScheduledModel active = model.get();
        ModelArtifact artifact = active == null ? null : active.artifact();
        LearningState learned = state.trainings().learning();
        node.put("detector", spec.name());
        node.put("state", words(artifact != null));
        node.put("explanation", explanation(artifact != null, learned));
        ArrayNode wrong = node.putArray("problems");
        problems(artifact != null).forEach(problem -> wrong.add(problem.text()));
        node.put("events", state.throughput().total());
        ArrayNode perSecond = node.putArray("eventsPerSecond");
        state.throughput().history().forEach(perSecond::add);
        node.put("deadLetters", state.rejected());
        node.put("late", state.leftOut().count(LeftOut.LATE.label()));
        node.put("early", state.leftOut().count(LeftOut.EARLY.label()));
        ArrayNode leftOut = node.putArray("leftOut");
        state.leftOut().counts().forEach(of -> leftOut.addObject()
                .put("cause", of.cause())
                .put("count", of.count())
                .put("worstSource", of.worstSource()));
        node.put("openIncidents", state.incidents().open());
        node.put("incidents", state.opened());
        node.putObject("entities")
                .put("learning", state.count(StepResult.Phase.LEARNING))
                .put("withoutModel", state.count(StepResult.Phase.WITHOUT_MODEL))
                .put("full", state.count(StepResult.Phase.FULL));
        node.put("learned", artifact != null ? 1.0 : learned.share());
        if (active == null) {
            node.putNull("model");
        } else {
            model(node.putObject("model"), active);
        }
        training(node.putObject("training"));
        return node;
    }

    private static void model(ObjectNode node, ScheduledModel active) {
        ModelArtifact artifact = active.artifact();
        node.put("version", artifact.version())
                .put("windows", artifact.provenance().windows())
                .put("entities", artifact.provenance().entities())
                .put("createdAtMs", artifact.provenance().createdAtMs());
        if (active.fromMs() != ScheduledModel.AT_ONCE) {
            node.put("fromMs", active.fromMs());
        }
        // What is not from the models topic was given by hand: nothing is learned beside it.
        node.put("fixed", active.activation() == ScheduledModel.NO_ACTIVATION);
        HeldOut heldOut = artifact.provenance().heldOut();
        if (heldOut.compared()) {
            errors(node.putObject("heldOut"), heldOut);
        }
    }

    private static void errors(ObjectNode node, HeldOut heldOut) {
        node.put("windows", heldOut.windows())
                .put("activeError", heldOut.activeError())
                .put("challengerError", heldOut.challengerError());
    }

    /** What the trainer does; in an instance without it, only that it is elsewhere. */
    private void training(ObjectNode node) {
        Trainings trainings = state.trainings();
        node.put("here", trainings.learning().here());
        node.put("running", trainings.running());
        trainings.nextMs().ifPresent(nextMs -> node.put("nextMs", nextMs));
        trainings.lastLost().ifPresent(lost -> errors(node.putObject("lastLost"), lost));
        ArrayNode drifted = node.putArray("drifted");
        trainings.drifted().forEach(drift -> drifted.add(drift.of()));
    }

    private String words(boolean hasModel) {
        // Before the application exists, too: the alert schema is registered first.
        if (!state.registryReachable()) {
            return "waiting for the schema registry";
        }
        if (problems.get().stream().anyMatch(Problem::stops)) {
            return "not ready";
        }
        return switch (streams.get()) {
            case CREATED, REBALANCING -> "starting";
            case RUNNING -> hasModel ? "watching" : "learning";
            default -> "stopped";
        };
    }

    /** What goes on, in a sentence for whoever looks at an empty list. */
    private String explanation(boolean hasModel, LearningState learned) {
        List<Problem> wrong = problems(hasModel);
        if (!wrong.isEmpty()) {
            return wrong.stream().map(Problem::text).collect(Collectors.joining(" "));
        }
        return switch (words(hasModel)) {
            case "watching" -> watching();
            case "learning" -> learning(learned);
            case "starting" -> "Starting: waiting for brokers, partitions or stored state.";
            case "stopped" -> "Stopped: see the log for the cause.";
            default -> "The schema registry does not answer. Records wait, none is lost.";
        };
    }

    /** While there is no model, how far the first one has come says more than that all still learn. */
    private List<Problem> problems(boolean hasModel) {
        return problems.get().stream()
                .filter(problem -> hasModel || !problem.check().equals(ProblemRules.LEARNING))
                .toList();
    }

    private String watching() {
        long open = state.incidents().open();
        if (open > 0) {
            return "Watching; " + (open == 1 ? "one incident is open." : open + " incidents are open.");
        }
        return state.throughput().total() == 0
                ? "Watching; no event has come since the start."
                : "Watching; everything is as usual.";
    }

    private String learning(LearningState learned) {
        if (learned.fault() != null) {
            return "No model yet: " + learned.fault() + ".";
        }
        if (!learned.here() && state.throughput().total() > 0) {
            return "Learning: another instance collects the windows for the first model, and trains it for all.";
        }
        if (learned.windows() >= learned.needed()) {
            return "Learning: training the first model. Far outliers are reported already.";
        }
        if (learned.windows() > 0) {
            return "Learning: " + learned.windows() + " of " + learned.needed()
                    + " windows for the first model. Far outliers are reported already.";
        }
        if (state.throughput().total() == 0) {
            return "Learning: waiting for the first event.";
        }
        int steps = Math.min(spec.windowSteps(), state.furthestSteps());
        return "Learning: " + steps + " of " + spec.windowSteps() + " steps until the first window is full.";
    }
}
