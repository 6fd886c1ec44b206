package io.tidewatch.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.golden.GoldenFiles;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Entity states of format version 20, which did not know after which time an incident is the new normal. */
class PreviousStateVersionTest {
    private static final String FILE = "entity-state-20.bin";

    @Test
    void stateIsReadAndWrittenInTheNewVersionWithNothingElseChanged() throws IOException {
        byte[] previous = GoldenFiles.read(FILE);
        EntityStateFormat format = new EntityStateFormat(GoldenStateTest.SPEC, OnlyFeatures.of(GoldenStateTest.SPEC));

        EntityState state = Objects.requireNonNull(format.restore(null, new ChangeRecord(0, previous)));

        assertThat(previous[0]).isEqualTo((byte) 20);
        assertThat(state.history().incidents().policy().adaptAfterMs()).isEqualTo(GoldenStateTest.SPEC.adaptAfterMs());
        int recent = format.writeRecent(state).remaining();
        assertThat(recent + format.writeHistory(state).remaining()).isEqualTo(previous.length + Long.BYTES);
    }
}
