package io.tidewatch.learning;

import io.tidewatch.detector.DetectorSpec;
import io.tidewatch.inference.SideInput;
import io.tidewatch.model.HeldOut;
import io.tidewatch.model.ModelArtifact;
import io.tidewatch.model.Network;
import io.tidewatch.model.Scorer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a challenger with the active model, on windows that neither has learned from: the newest, as far as
 * the active model was trained before them.
 */
final class Challenge {
    /** Fewest windows that are newer than the active model's training; with fewer, all that are held out count. */
    static final int FEWEST_NEWER = 64;

    /**
     * How many times the active model's error the challenger's may be. The challenger has learned from fewer windows
     * than the model that it stands for, and medians of some dozens of windows differ by a few percent by chance.
     */
    static final double LARGEST_RATIO = 1.05;

    private final DetectorSpec spec;
    private final Function<Network, Scorer> compiler;

    Challenge(DetectorSpec spec, Function<Network, Scorer> compiler) {
        this.spec = spec;
        this.compiler = compiler;
    }

    /**
     * Measures both.
     *
     * @param heldOut windows that the challenger has not learned from
     * @param challenger with the side input that it was trained with
     * @param active null: there is none
     */
    HeldOut measure(List<TrainingSample> heldOut, WindowErrors challenger, @Nullable ModelArtifact active) {
        if (active == null) {
            return new HeldOut(heldOut.size(), Double.NaN, WindowErrors.median(challenger.of(heldOut)));
        }
        List<TrainingSample> newer = heldOut.stream()
                .filter(sample -> sample.stepMs() > active.provenance().trainedUntilMs(sample.entity()))
                .toList();
        List<TrainingSample> windows = newer.size() >= FEWEST_NEWER ? newer : heldOut;
        WindowErrors errors = new WindowErrors(
                spec, compiler.apply(active.trained().network()), new SideInput(active.vocabularies()));
        return new HeldOut(
                windows.size(), WindowErrors.median(errors.of(windows)), WindowErrors.median(challenger.of(windows)));
    }

    /** Whether the challenger is not worse. */
    static boolean won(HeldOut heldOut) {
        return !heldOut.compared() || heldOut.challengerError() <= LARGEST_RATIO * heldOut.activeError();
    }
}
