package io.tidewatch.detector;

import io.tidewatch.Alert;
import io.tidewatch.calibration.Calibrator;
import io.tidewatch.decision.ScoreFusion;
import io.tidewatch.event.Event;
import io.tidewatch.event.EventReader;
import io.tidewatch.event.EventSpec;
import io.tidewatch.event.TimeUnitOfField;
import io.tidewatch.evidence.Deviations;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.evidence.EvidenceCalculator;
import io.tidewatch.inference.CompiledScorer;
import io.tidewatch.inference.SideInput;
import io.tidewatch.jmh.Shape;
import io.tidewatch.learning.RegressionLearning;
import io.tidewatch.model.Calibration;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.Provenance;
import io.tidewatch.model.Regression;
import io.tidewatch.model.SineWindows;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.training.Dl4jTrainer;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.LeftOut;
import io.tidewatch.window.OneSource;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.Step;
import io.tidewatch.window.StepClock;
import io.tidewatch.window.StepSpec;
import io.tidewatch.window.Window;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One event through the core, from Avro bytes to decision, each event a step of a full window; whole, then part by
 * part.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CoreBenchmark {
    /** Events of a few minutes' rhythm, used again and again with a time that goes on. */
    private static final int EVENTS = 4096;

    private static final int WARM_UP = 20_000;

    /** Entities whose events take turns, as they do in a topic. */
    private static final int ENTITIES = 16;

    private static final long SECOND_MS = 1_000;

    @Param({"32x8", "32x2", "32x1"})
    String shape;

    private final Outcomes nowhere = new Outcomes() {
        @Override
        public void step(StepResult result) {}

        @Override
        public void alert(Alert alert) {}

        @Override
        public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {}
    };
    private final List<byte[]> records = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private Detector detector;
    private final EntityState[] states = new EntityState[ENTITIES];
    private EntityState state;
    private EventReader reader;
    private EvidenceCalculator calculator;
    private Calibrator calibrator;
    private ScoreFusion fusion;
    private ActiveModel model;
    private Evidence evidence;
    private long count;

    @Setup
    public void learn() throws IOException {
        Shape parsed = Shape.parse(shape);
        List<FeatureSpec> features = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (int f = 0; f < parsed.features(); f++) {
            features.add(new FeatureSpec("f" + f, Aggregate.MEAN));
            paths.add("f" + f);
        }
        DetectorSpec spec = new DetectorSpec(
                "d", features, List.of(), StepSpec.EVENT, parsed.steps(), ZoneOffset.UTC, 0.1, ModelSpec.DEFAULT);
        EventSpec eventSpec = new EventSpec(
                Optional.empty(), Optional.empty(), TimeUnitOfField.MILLIS, paths, List.of(), 0, 1L << 60);
        Schema schema = schema(paths);
        reader = new EventReader(schema, eventSpec);
        write(schema, paths);

        SideInput side = new SideInput(List.of());
        ModelSpec brief = new ModelSpec(ModelKind.AUTOENCODER, List.of(), 4, 128, 3e-3, 7);
        TrainedNetwork trained = new Dl4jTrainer()
                .train(brief, SineWindows.of(parsed.layout(side.width()), 2_000, 1), null, done -> {})
                .withRegressions(regressions(parsed));
        ModelArtifact artifact = ModelArtifact.of(
                ModelSpec.DEFAULT,
                features,
                List.of(),
                trained,
                Calibration.NONE,
                new Provenance(0, -1, 1, 1, 7, 0, 0, Map.of(), Map.of()));
        detector = new Detector(spec);
        detector.use(artifact, CompiledScorer.compile(trained.network()));
        model = ActiveModel.of(spec, artifact, CompiledScorer.compile(trained.network()));
        calculator = new EvidenceCalculator(parsed.steps(), parsed.features());
        calibrator = new Calibrator(parsed.features());
        fusion = new ScoreFusion(parsed.features(), Set.of());
        for (int i = 0; i < ENTITIES; i++) {
            states[i] = detector.newEntity("host-" + i);
        }
        state = detector.newEntity("alone");
        StepClock clock = new StepClock(spec.step(), features, 0, 1);
        StepClock.Listener closed = new StepClock.Listener() {
            @Override
            public void closed(Step step) {
                steps.add(step);
            }

            @Override
            public void gone() {
                throw new IllegalStateException("gone");
            }

            @Override
            public void leftOut(SourcedEvent event, LeftOut cause, long byMs) {
                throw new IllegalStateException(cause + " by " + byMs + " ms: " + event);
            }
        };
        for (int i = 0; i < EVENTS; i++) {
            Event event = extracted(i);
            events.add(event);
            clock.add(OneSource.event(event), OneSource.at(event.timestampMs()), closed);
        }
        for (int i = 0; i < WARM_UP; i++) {
            wholeCore();
        }
        // Not in turn with the others: events of a rhythm that then changes would be an anomaly, with alerts to write.
        for (int i = 0; i < WARM_UP; i++) {
            wholeCoreOfOneEntity();
        }
        evidence = calculator.withModel(
                state.history().window(), model.scorer(), model.side(), count * SECOND_MS, model.regressions());
    }

    private static Schema schema(List<String> paths) {
        SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("Reading")
                .fields()
                .requiredString("host")
                .requiredString("region")
                .optionalString("note");
        for (String path : paths) {
            fields = fields.requiredDouble(path);
        }
        return fields.endRecord();
    }

    private void write(Schema schema, List<String> paths) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < EVENTS; i++) {
            GenericRecord record = new GenericData.Record(schema);
            record.put("host", "host-17");
            record.put("region", "eu-central-1");
            for (int f = 0; f < paths.size(); f++) {
                record.put(paths.get(f), 50 + 20 * Math.sin(2 * Math.PI * i / 64 + f) + random.nextGaussian());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
            encoder.flush();
            records.add(bytes.toByteArray());
        }
    }

    private Event extracted(long index) {
        byte[] bytes = records.get((int) (index % EVENTS));
        long nowMs = index * SECOND_MS;
        return (Event) reader.read(bytes, 0, "host-17", nowMs, nowMs);
    }

    private static List<Regression> regressions(Shape shape) {
        Random random = new Random(2);
        List<float[]> windows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            float[] window = new float[Deviations.reach(shape.steps()) * shape.features()];
            for (int at = 0; at < window.length; at++) {
                window[at] = (float) random.nextGaussian();
            }
            windows.add(window);
        }
        return new RegressionLearning(shape.steps(), shape.features()).learn(windows);
    }

    /** From extract to decision: decode, extract, slide the window, measure, calibrate, fuse, decide. */
    @Benchmark
    public Object wholeCore() {
        EntityState next = states[(int) (count % ENTITIES)];
        Event event = extracted(count++);
        detector.onEvent(next, OneSource.event(event), OneSource.at(event.timestampMs()), event.timestampMs(), nowhere);
        return next;
    }

    /** The same where all events are of one entity, whose state stays in the nearest cache. */
    @Benchmark
    public Object wholeCoreOfOneEntity() {
        Event event = extracted(count++);
        detector.onEvent(
                state, OneSource.event(event), OneSource.at(event.timestampMs()), event.timestampMs(), nowhere);
        return state;
    }

    @Benchmark
    public Object extract() {
        return extracted(count++);
    }

    /** Slides the window by one step, and learns the season. */
    @Benchmark
    public Object window() {
        int i = (int) (count++ % EVENTS);
        state.history().window().add(steps.get(i), i * SECOND_MS);
        state.history().window().learnSeason(i * SECOND_MS);
        return state;
    }

    /** All evidence of one window: three rows through the network, errors, horizons. */
    @Benchmark
    public Object score() {
        return calculator.withModel(
                state.history().window(), model.scorer(), model.side(), count * SECOND_MS, model.regressions());
    }

    /** Evidence to p-values and one score, and learned. */
    @Benchmark
    public Object decide() {
        Window window = state.history().window();
        return fusion.fuse(calibrator.calibrate(state.history().calibration(), evidence, window), window, 0);
    }
}
