package io.tidewatch.model.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModelActivationTest {
    private static final String A = "aaaaaaaaaaaa";
    private static final String B = "bbbbbbbbbbbb";
    private static final String C = "cccccccccccc";
    private static final Stamp STAMP = new Stamp(1, "trainer");

    private static ModelActivation after(ModelActivation before, String version, long fromMs) {
        return ModelActivation.after(Optional.of(before), version, OptionalLong.of(fromMs), STAMP);
    }

    private static ModelActivation first() {
        return ModelActivation.after(Optional.empty(), A, OptionalLong.of(100), STAMP);
    }

    @Test
    void eachStepIsScoredByTheVersionWhoseTimeItIs() {
        ModelActivation third = after(after(first(), B, 200), C, 300);

        assertThat(third.versionAt(99)).isEmpty();
        assertThat(third.versionAt(100)).contains(A);
        assertThat(third.versionAt(199)).contains(A);
        assertThat(third.versionAt(200)).contains(B);
        assertThat(third.versionAt(300)).contains(C);
        assertThat(third.previous()).contains(B);
    }

    @Test
    void versionWithoutATimeScoresAllSteps() {
        ModelActivation now = ModelActivation.after(Optional.of(first()), B, OptionalLong.empty(), STAMP);

        assertThat(now.versionAt(Long.MIN_VALUE)).contains(B);
    }

    @Test
    void rollbackGoesFurtherBackEachTime() {
        ModelActivation third = after(after(first(), B, 200), C, 300);

        ModelActivation back = third.rollback(B, STAMP);
        assertThat(back.version()).isEqualTo(B);
        assertThat(back.previous()).contains(C);
        assertThat(back.versionAt(0)).contains(B);
        ModelActivation further = back.rollback(A, STAMP);
        assertThat(further.version()).isEqualTo(A);
        assertThat(further.history()).isEmpty();
        assertThatThrownBy(() -> further.rollback(C, STAMP)).hasMessageContaining(C);
    }

    @Test
    void rollbackMaySkipAVersionThatIsGone() {
        assertThat(after(after(first(), B, 200), C, 300).rollback(A, STAMP).version())
                .isEqualTo(A);
    }

    @Test
    void versionThatIsActivatedAgainIsNotItsOwnPast() {
        ModelActivation again = after(after(first(), B, 200), A, 300);

        assertThat(again.history()).extracting(ModelActivation.Former::version).containsExactly(B);
        assertThat(after(again, A, 400).previous()).isEmpty();
    }

    @Test
    void historyIsBounded() {
        ModelActivation last = first();
        for (int i = 0; i < 100; i++) {
            last = after(last, String.format("%012x", i), i);
        }

        assertThat(last.history()).hasSize(ModelActivation.LONGEST_HISTORY);
        assertThat(last.history().get(0).version()).isEqualTo(String.format("%012x", 98));
    }
}
