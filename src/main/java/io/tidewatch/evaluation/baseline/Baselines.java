package io.tidewatch.evaluation.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The baselines at hand: the built-in ones, those on the class path, and the controls. */
public final class Baselines {
    private Baselines() {}

    /** As long as the detector's own, rows. */
    private static final int WINDOW = 32;

    /** In the order of a table. */
    public static List<Baseline> all() {
        List<Baseline> all = new ArrayList<>(List.of(
                new PcaReconstruction(WINDOW),
                new Smoothed(new PcaReconstruction(1)),
                new Smoothed(new StepAutoencoder()),
                new WindowedGaussian()));
        ServiceLoader.load(Baseline.class).forEach(all::add);
        all.addAll(List.of(new RandomScores(), new RowNumber()));
        return List.copyOf(all);
    }

    /**
     * Those of some names, in any case; the controls always.
     *
     * @param names {@code none} stands for no further one
     * @throws IllegalArgumentException when there is none of a name
     */
    public static List<Baseline> named(List<String> names) {
        List<Baseline> all = all();
        for (String name : names) {
            if (!name.equalsIgnoreCase("none") && all.stream().noneMatch(each -> named(each, name))) {
                throw new IllegalArgumentException("there is no baseline " + name + ", only "
                        + all.stream().map(Baseline::name).toList());
            }
        }
        return all.stream()
                .filter(each -> isControl(each) || names.stream().anyMatch(name -> named(each, name)))
                .toList();
    }

    private static boolean named(Baseline baseline, String name) {
        return baseline.name().equalsIgnoreCase(name);
    }

    private static boolean isControl(Baseline baseline) {
        return baseline instanceof RandomScores || baseline instanceof RowNumber;
    }
}
