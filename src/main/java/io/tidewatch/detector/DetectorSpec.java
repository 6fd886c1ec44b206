package io.tidewatch.detector;

import io.tidewatch.decision.AlertPolicy;
import io.tidewatch.model.ModelSpec;
import io.tidewatch.window.Aggregate;
import io.tidewatch.window.FeatureSpec;
import io.tidewatch.window.StepSpec;
import java.time.ZoneId;
import java.util.List;

/**
 * Everything the core needs to know, checked and resolved before the first event.
 *
 * @param name of the detector; part of alert ids
 * @param features in order
 * @param categories names of the category fields, in order
 * @param step how event time is cut
 * @param windowSteps window length L, steps
 * @param zone in which the hour of the day and the day of the week are read
 * @param falseAlertsPerDay alert budget: expected false alerts per entity and day
 * @param adaptAfterMs how long an incident may go on before what is odd in it is the new normal, milliseconds
 * @param model what to train
 */
public record DetectorSpec(
        String name,
        List<FeatureSpec> features,
        List<String> categories,
        StepSpec step,
        int windowSteps,
        ZoneId zone,
        double falseAlertsPerDay,
        long adaptAfterMs,
        ModelSpec model) {

    /** Window length unless set, steps. */
    public static final int DEFAULT_WINDOW_STEPS = 32;

    /** Alert budget unless set: one false alert per entity in ten days. */
    public static final double DEFAULT_FALSE_ALERTS_PER_DAY = 0.1;

    public DetectorSpec {
        features = List.copyOf(features);
        categories = List.copyOf(categories);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("a detector needs at least one feature");
        }
        if (windowSteps < 4 || windowSteps > 512) {
            throw new IllegalArgumentException("window of " + windowSteps + " steps; 4 to 512 are possible");
        }
        if (!(falseAlertsPerDay > 0)) {
            throw new IllegalArgumentException("alert budget must be positive: " + falseAlertsPerDay);
        }
        if (adaptAfterMs <= 0) {
            throw new IllegalArgumentException("time until the new normal must be positive: " + adaptAfterMs + " ms");
        }
    }

    /** With the usual time until the new normal. */
    public DetectorSpec(
            String name,
            List<FeatureSpec> features,
            List<String> categories,
            StepSpec step,
            int windowSteps,
            ZoneId zone,
            double falseAlertsPerDay,
            ModelSpec model) {
        this(
                name,
                features,
                categories,
                step,
                windowSteps,
                zone,
                falseAlertsPerDay,
                AlertPolicy.USUAL_ADAPT_AFTER_MS,
                model);
    }

    public DetectorSpec withFeatures(List<FeatureSpec> others) {
        return new DetectorSpec(
                name, others, categories, step, windowSteps, zone, falseAlertsPerDay, adaptAfterMs, model);
    }

    /** The same with other features: each the mean of one field, named as that is. */
    public DetectorSpec withMeansOf(List<String> fields) {
        return withFeatures(fields.stream()
                .map(field -> new FeatureSpec(field, Aggregate.MEAN))
                .toList());
    }

    /** The same with another seed of the training. */
    public DetectorSpec withSeed(long seed) {
        ModelSpec seeded =
                new ModelSpec(model.kind(), model.hidden(), model.epochs(), model.batch(), model.learningRate(), seed);
        return new DetectorSpec(
                name, features, categories, step, windowSteps, zone, falseAlertsPerDay, adaptAfterMs, seeded);
    }
}
