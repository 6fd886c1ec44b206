package io.tidewatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.ProbeAnswers;
import io.tidewatch.model.SineWindows;
import io.tidewatch.model.TrainedNetwork;
import io.tidewatch.model.training.Dl4jScorer;
import io.tidewatch.model.training.Dl4jTrainer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectStreamsTest {
    private record Own(String text) implements Serializable {}

    private enum Kind {
        ONE
    }

    @BeforeAll
    static void refuse() {
        ObjectStreams.refuse();
    }

    private static Object roundTrip(Object object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Test
    void noObjectIsMadeFromBytes() {
        for (Object object : List.of(
                new ArrayList<>(List.of(1)),
                new HashMap<>(Map.of("a", 1)),
                new int[3],
                new Object[2],
                new Own("a"),
                Kind.ONE,
                Integer.valueOf(7))) {
            assertThatThrownBy(() -> roundTrip(object))
                    .as(object.getClass().getName())
                    .isInstanceOf(InvalidClassException.class)
                    .hasMessageContaining("REJECTED");
        }
    }

    @Test
    void oneThatIsThereStays() {
        assertThatCode(ObjectStreams::refuse).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void everyFamilyIsTrainedTrainedOnAndAskedWithoutObjectsFromBytes(ModelKind kind) {
        InputLayout layout = new InputLayout(8, 2, 1);
        ModelSpec spec = new ModelSpec(kind, List.of(), 1, 32, 3e-3, 5);
        TrainedNetwork first = new Dl4jTrainer().train(spec, SineWindows.of(layout, 64, 1), null, done -> {});
        TrainedNetwork second = new Dl4jTrainer().train(spec, SineWindows.of(layout, 64, 2), first, done -> {});

        assertThat(ProbeAnswers.of(new Dl4jScorer(second)).values())
                .isNotEqualTo(first.probe().orElseThrow().values());
    }

    /** Runs a command as the launcher does, and tries to read an object when that is done. */
    static final class Launched {
        private Launched() {}

        public static void main(String[] arguments) {
            PrintStream out = System.out;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    out.println("read " + roundTrip(new ArrayList<>(List.of(1))));
                } catch (IOException | ClassNotFoundException e) {
                    out.println("refused: " + e.getMessage());
                }
            }));
            Tidewatch.main(new String[] {"--version"});
        }
    }

    @Test
    void processRefusesFromItsStart() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Launched.class.getName())
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
        assertThat(told).contains("refused: filter status: REJECTED").doesNotContain("read [1]");
    }
}
