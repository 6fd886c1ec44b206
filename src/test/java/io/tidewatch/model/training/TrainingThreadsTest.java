package io.tidewatch.model.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.model.InputLayout;
import io.tidewatch.model.ModelKind;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.model.SineWindows;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingThreadsTest {

    @Test
    void bytesAreTheSameWhereTheMachineOffersMoreThreads() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder child = new ProcessBuilder(
                        java, "-Xmx512m", "-cp", System.getProperty("java.class.path"), Trains.class.getName())
                .redirectErrorStream(true);
        child.environment().put("OMP_NUM_THREADS", "2");
        Process process = child.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).contains("model " + Trains.digest());
    }

    /** Trains a network wide enough for BLAS to share out its products. */
    static final class Trains {
        public static void main(String[] args) {
            System.out.println("model " + digest());
        }

        static int digest() {
            ModelSpec spec = new ModelSpec(ModelKind.AUTOENCODER, List.of(), 2, 128, 3e-3, 5);
            var windows = SineWindows.of(new InputLayout(32, 8, 2), 512, 1);
            return Arrays.hashCode(
                    new Dl4jTrainer().train(spec, windows, null, done -> {}).dl4jZip());
        }
    }
}
