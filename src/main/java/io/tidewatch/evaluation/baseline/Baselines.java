package io.tidewatch.evaluation.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The baselines at hand: the built-in ones, those on the class path, and the controls. */
public final class Baselines {
    private Baselines() {}

    /** In the order of a table. */
    public static List<Baseline> all() {
        List<Baseline> all = new ArrayList<>(List.of(new PcaReconstruction(), new WindowedGaussian()));
        ServiceLoader.load(Baseline.class).forEach(all::add);
        all.addAll(List.of(new RandomScores(), new RowNumber()));
        return List.copyOf(all);
    }

    /** Whether more than the built-in ones are at hand. */
    public static boolean extended() {
        return ServiceLoader.load(Baseline.class).findFirst().isPresent();
    }
}
