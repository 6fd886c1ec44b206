package io.tidewatch.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSampleFormatTest {
    private final TrainingSampleFormat format = new TrainingSampleFormat(SampleFixtures.SPEC);
    private final TrainingSample sample = SampleFixtures.sample("größe 1", 1_600_000_000_000L, 2);

    @Test
    void whatIsWrittenIsRead() {
        assertThat(format.read(format.write(sample))).contains(sample);
    }

    @Test
    void sampleOfOtherFeaturesIsNotRead() {
        byte[] other = new TrainingSampleFormat(SampleFixtures.spec(List.of("x", "z"))).write(sample);
        assertThat(format.read(other)).isEmpty();
        assertThat(format.fits(other)).isFalse();
    }

    @Test
    void sampleOfAnotherReleaseIsNotRead() {
        byte[] bytes = format.write(sample);
        bytes[0]++;
        assertThat(format.read(bytes)).isEmpty();
    }

    @Test
    void bytesThatEndEarlyAreRefusedWhereverTheyEnd() {
        byte[] bytes = format.write(sample);
        for (int length = 5; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> format.read(cut)).hasMessage("sample ends early");
        }
        assertThatThrownBy(() -> format.read(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessage("sample goes on after its end");
    }

    @Test
    void entityOfAnImpossibleLengthAllocatesNothing() {
        byte[] bytes = format.write(sample);
        // A length of 2^31 - 1 in place of the entity's.
        for (int i = 0; i < 4; i++) {
            bytes[5 + i] = (byte) 0xfe;
        }
        bytes[9] = 0x0f;
        assertThatThrownBy(() -> format.read(bytes)).hasMessage("sample ends early");
    }
}
