package io.tidewatch.evaluation;

import io.tidewatch.Alert;
import io.tidewatch.detector.Detector;
import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.detector.Outcomes;
import io.tidewatch.detector.StepResult;
import io.tidewatch.event.Event;
import io.tidewatch.evidence.Channel;
import io.tidewatch.learning.ColdStart;
import io.tidewatch.learning.EventHistory;
import io.tidewatch.learning.EventRun;
import io.tidewatch.learning.ModelTraining;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Scorer;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.series.SeriesEvents;
import io.tidewatch.series.SeriesRow;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.SourcedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a series file through the core, row by row, exactly as the service would: what it reports is what would have
 * been alerted with the same model. Wall-clock time is the event's. It learns while the number of windows doubles, and
 * does not renew the model by time or on drift.
 */
public final class Backtest {
    /** The file, as the one source of its events. */
    private static final int SOURCE = 1;

    private final DetectorSpec spec;
    private final ModelTraining training;
    private final Function<TrainedNetwork, Scorer> scorers;
    private final Set<Channel> without;

    /** Receives what came of each row. */
    public interface Listener {

        /**
         * A row went through.
         *
         * @param latest its entity's latest closed step; null before the first
         * @param raised whether the row made its entity's alert be published as OPEN or as clearly worse
         */
        default void row(SeriesRow row, @Nullable StepResult latest, boolean raised) {}

        /** A row was left out: late ones come before the row, early ones before the entity's next row. */
        default void leftOut(SeriesRow row, LeftOut cause) {}

        /** A message for the alerts topic; comes before the row that caused it. */
        default void alert(Alert alert) {}
    }

    /** @param scorers makes a trained network able to score */
    public Backtest(DetectorSpec spec, ModelTraining training, Function<TrainedNetwork, Scorer> scorers) {
        this(spec, training, scorers, Set.of());
    }

    /**
     * @param scorers makes a trained network able to score
     * @param without channels left out of the decision, to see what they add
     */
    public Backtest(
            DetectorSpec spec, ModelTraining training, Function<TrainedNetwork, Scorer> scorers, Set<Channel> without) {
        this.without = Set.copyOf(without);
        this.spec = spec;
        this.training = training;
        this.scorers = scorers;
    }

    /**
     * Runs a file with what it is allowed to learn.
     *
     * @param listeners receive what came of each row, in their order
     * @param progress receives the share of a training done, 0..1
     */
    public void run(SeriesEvents series, BacktestLearning learning, List<Listener> listeners, DoubleConsumer progress) {
        if (learning.ahead()) {
            run(series, learn(series, learning.rowsOf(series.file().count()), progress), listeners);
        } else {
            coldStart(series, listeners, progress);
        }
    }

    /** Runs a file with a model that exists. */
    public void run(SeriesEvents series, ModelArtifact model, List<Listener> listeners) {
        Detector detector = new Detector(spec, (entity, window, localMs, normal) -> {}, without);
        detector.use(model, scorers.apply(model.trained()));
        Run run = new Run(detector, series, listeners);
        series.file().read(run::row);
    }

    private ModelArtifact learn(SeriesEvents series, int rows, DoubleConsumer progress) {
        EventHistory history = new EventHistory(spec);
        series.file().read(rows, row -> history.add(series.event(row), SOURCE));
        return training.train(
                training.prepare(history.samples()), null, history.samples().untilMs(), progress);
    }

    private void coldStart(SeriesEvents series, List<Listener> listeners, DoubleConsumer progress) {
        ColdStart coldStart = new ColdStart(spec);
        Detector detector = new Detector(spec, coldStart, without);
        Run run = new Run(detector, series, listeners);
        ModelArtifact[] newest = new ModelArtifact[1];
        series.file().read(row -> {
            run.row(row);
            if (coldStart.due()) {
                ModelArtifact model =
                        training.train(training.prepare(coldStart.samples()), newest[0], row.timestampMs(), progress);
                detector.use(model, scorers.apply(model.trained()));
                newest[0] = model;
            }
        });
    }

    /** The rows of one file on their way through a detector. */
    private static final class Run implements Outcomes {
        private final EventRun run;
        private final SeriesEvents series;
        private final List<Listener> listeners;
        private final Map<String, StepResult> latest = new HashMap<>();
        private final Map<String, SeriesRow> previous = new HashMap<>();
        private String entity = "";
        /** At hand. */
        private @Nullable SeriesRow at;

        private @Nullable Event atHand;

        private boolean raised;

        private Run(Detector detector, SeriesEvents series, List<Listener> listeners) {
            this.run = new EventRun(detector, this);
            this.series = series;
            this.listeners = listeners;
            run.sources(Set.of(SOURCE));
        }

        private void row(SeriesRow row) {
            Event event = series.event(row);
            raised = false;
            entity = event.entity();
            at = row;
            atHand = event;
            run.add(event, SOURCE);
            previous.put(entity, row);
            listeners.forEach(listener -> listener.row(row, latest.get(entity), raised));
        }

        @Override
        public void step(StepResult result) {
            latest.put(result.entity(), result);
            raised |= result.raised() && result.entity().equals(entity);
        }

        @Override
        public void alert(Alert alert) {
            listeners.forEach(listener -> listener.alert(alert));
        }

        @Override
        public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
            // One that was ahead of its time was held: it is its entity's row before.
            SeriesRow row = Objects.requireNonNull(
                    event.event().equals(atHand)
                            ? at
                            : previous.get(event.event().entity()));
            listeners.forEach(listener -> listener.leftOut(row, cause));
        }
    }
}
