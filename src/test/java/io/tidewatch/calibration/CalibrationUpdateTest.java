package io.tidewatch.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.evidence.Channels;
import io.tidewatch.evidence.Measure;
import io.tidewatch.window.Steps;
import io.tidewatch.window.Window;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationUpdateTest {
    private static final int FEATURES = 3;
    private static final int SKETCHES = Channels.LAYOUT.size(FEATURES);

    private final Units units = new Units(FEATURES);
    private final CalibrationUpdate update = new CalibrationUpdate(FEATURES, units);

    /** A window whose features differ in their unit by far. */
    private static Window window() {
        Window window = new Window(32, FEATURES, 0);
        Random random = new Random(1);
        for (int step = 0; step < 200; step++) {
            long timeMs = step * 60_000L;
            double one = random.nextGaussian();
            window.add(Steps.of(timeMs, one, 1e6 * random.nextGaussian(), 1e-6 * random.nextGaussian()), timeMs);
        }
        return window;
    }

    private CalibrationUpdate read(ByteBuffer bytes) {
        CalibrationUpdate read = new CalibrationUpdate(FEATURES, units);
        read.read(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        return read;
    }

    private ByteBuffer written() {
        ByteBuffer bytes = ByteBuffer.allocate(4 * SKETCHES);
        update.write(bytes);
        return bytes.flip();
    }

    @Test
    void bucketsOfAnyDistanceFromTheirUnitAreReadAsWritten() {
        units.take(window());
        Random random = new Random(2);
        for (int time = 0; time < 300; time++) {
            for (int sketch = 0; sketch < SKETCHES; sketch++) {
                switch (random.nextInt(4)) {
                    case 0 -> update.silent(sketch);
                    case 1 -> update.set(sketch, LogBuckets.NONE, random.nextBoolean());
                    // From the smallest float to the largest; each edge of what fits one byte comes by.
                    default -> update.set(sketch, random.nextInt(508) - 252, random.nextBoolean());
                }
            }

            CalibrationUpdate read = read(written());

            assertThat(read.buckets()).isEqualTo(update.buckets());
            assertThat(read.odd()).isEqualTo(update.odd());
        }
    }

    @Test
    void magnitudeNearItsUnitTakesOneByte() {
        units.take(window());
        for (int sketch = 0; sketch < SKETCHES; sketch++) {
            update.set(sketch, units.bucket(units.index(sketch)) + sketch % 20 - 10, false);
        }
        int bits = (SKETCHES + 7) / 8;

        assertThat(written().remaining()).isEqualTo(bits + SKETCHES);
    }

    @Test
    void silentSketchIsNotOdd() {
        update.set(4, 7, true);
        assertThat(update.odd(4)).isTrue();
        assertThat(update.bucket(4)).isEqualTo(7);

        update.silent(4);

        assertThat(update.odd(4)).isFalse();
        assertThat(update.bucket(4)).isEqualTo(CalibrationUpdate.SILENT);
    }

    @Test
    void measuresInTheUnitOfAFeatureHaveItsUnitAndTheOthersOne() {
        Window window = window();
        units.take(window);

        for (Measure measure : Channels.MEASURES) {
            for (int f = 0; f < (measure.channel().perFeature() ? FEATURES : 1); f++) {
                double unit = units.unit(units.index(Channels.LAYOUT.index(measure, f, FEATURES)));
                assertThat(unit)
                        .as("%s of feature %s", measure, f)
                        .isEqualTo(
                                measure.channel().inUnitOfFeature()
                                        ? window.scale(f).unit()
                                        : 1);
            }
        }
    }
}
