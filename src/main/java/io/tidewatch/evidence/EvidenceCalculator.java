package io.tidewatch.evidence;

import io.tidewatch.inference.SideInput;
import io.tidewatch.model.InputLayout;
import io.tidewatch.model.Regression;
import io.tidewatch.model.Scorer;
import io.tidewatch.window.DeviationFilter;
import io.tidewatch.window.Window;
import java.util.Collections;
import java.util.List;

/**
 * Has all {@linkplain Channels channels} measure a window's newest step.
 *
 * <p>Residuals over a horizon are taken in the feature's unit and keep their sign until they are averaged, so that
 * noise cancels and a shift does not. Owns its buffers; belongs to one thread.
 */
public final class EvidenceCalculator {
    private static final List<MeasuringChannel> OF_HISTORY = from(Channel.Source.HISTORY);
    private static final List<MeasuringChannel> OF_REGRESSIONS = from(Channel.Source.REGRESSIONS);
    private static final List<MeasuringChannel> OF_NETWORK = from(Channel.Source.NETWORK);

    private final WindowView view;
    private final Evidence evidence;

    /** Evidence of features without deviation filters. */
    public EvidenceCalculator(int steps, int features) {
        this(steps, Collections.nCopies(features, DeviationFilter.ANY));
    }

    /** @param filters one deviation filter per feature */
    public EvidenceCalculator(int steps, List<DeviationFilter> filters) {
        this.view = new WindowView(steps, new DeviationFilters(filters), Channels.REGRESSED);
        this.evidence = new Evidence(filters.size(), Channels.LAYOUT);
    }

    private static List<MeasuringChannel> from(Channel.Source source) {
        return Channels.MEASURING.stream()
                .filter(channel -> channel.source() == source)
                .toList();
    }

    /** The evidence against the entity's own history; that of a model is NaN. */
    public Evidence withoutModel(Window window) {
        evidence.clear();
        view.take(window);
        view.reconstruction().clear();
        measure(OF_HISTORY);
        return evidence;
    }

    private void measure(List<MeasuringChannel> channels) {
        for (int i = 0; i < channels.size(); i++) {
            MeasuringChannel channel = channels.get(i);
            channel.measure(Channels.measures(channel), view, evidence);
        }
    }

    /** The evidence of the last window. */
    public Evidence evidence() {
        return evidence;
    }

    /** The deviations that regressions are learned from, see {@link Deviations#copy}. */
    public float[] deviations(Window window) {
        view.take(window);
        return view.deviations();
    }

    /**
     * All evidence.
     *
     * @param regressions one for each of {@link Channels#REGRESSED}; empty: not known
     */
    public Evidence withModel(
            Window window, Scorer scorer, SideInput side, long localMs, List<Regression> regressions) {
        prepare(window, scorer, side, localMs, regressions);
        reconstruct(scorer);
        return conclude(scorer);
    }

    /**
     * Computes all evidence but the network's, which {@link #conclude} adds after the network has run.
     */
    public void prepare(Window window, Scorer scorer, SideInput side, long localMs, List<Regression> regressions) {
        withoutModel(window);
        if (!regressions.isEmpty()) {
            view.take(regressions);
            measure(OF_REGRESSIONS);
        }
        view.reconstruction().layOut(view.cells(), scorer);
        side.write(window::category, localMs, inputs(), 2 * scorer.layout().cells());
    }

    /** The row of the prepared window, for the network. */
    float[] inputs() {
        return view.reconstruction().inputs();
    }

    /** How many of the newest steps to hide, row by row. */
    int[] hidden() {
        return view.reconstruction().hiddenSteps();
    }

    /** Where the network writes its reconstructions. */
    float[] outputs() {
        return view.reconstruction().outputs();
    }

    private void reconstruct(Scorer scorer) {
        scorer.scoreHiding(inputs(), hidden(), outputs());
    }

    /** All evidence of a prepared window, once the network has reconstructed it. */
    public Evidence conclude(Scorer scorer) {
        view.reconstruction().conclude(scorer);
        measure(OF_NETWORK);
        return evidence;
    }

    /**
     * The network's evidence of a window without an entity, in units of each feature's scale, without deviation
     * filters.
     *
     * @param window {@code [steps × features]}, normalised; NaN is missing
     * @param sideInput as the network takes it
     */
    public Evidence ofModel(float[] window, float[] sideInput, Scorer scorer) {
        evidence.clear();
        view.take(window);
        view.reconstruction().layOut(view.cells(), scorer);
        InputLayout layout = scorer.layout();
        System.arraycopy(sideInput, 0, inputs(), 2 * layout.cells(), sideInput.length);
        reconstruct(scorer);
        return conclude(scorer);
    }

    /** The expected values of the last window, for an explanation. */
    public Expectations expectations() {
        return Expectations.of(view);
    }
}
