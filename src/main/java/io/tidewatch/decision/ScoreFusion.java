package io.tidewatch.decision;

import io.tidewatch.calibration.Bulk;
import io.tidewatch.calibration.CalibrationUpdate;
import io.tidewatch.calibration.EvidenceCalibration;
import io.tidewatch.calibration.Units;
import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Evidence;
import io.tidewatch.window.Window;
import java.util.Arrays;
import java.util.Set;

/**
 * Turns a step's evidence into one surprise. Each family of channels is one opinion: how odd the step is against the
 * entity's history, its season, its model, the other features, the steps before, its usual motion, and as a whole. The
 * stronger half of the opinions decides, with many features together with the mean of all: what only one of them finds odd
 * must be very odd, what many find odd need not be. Where relations between features are known, it counts more whether the
 * opinions agree in one of the {@linkplain EvidencePattern patterns} of anomalies. Owns its result; belongs to one thread.
 */
public final class ScoreFusion {
    private static final double ALL_WEIGHT = 2.5;

    /**
     * What the mean of the opinions weighs, and what their pattern: so much that servers whose load grows alert no more than
     * twice as often as the budget allows. The mean alone decides while nothing is known of how the features go together: what
     * is then odd in the patterns is often only rare. (On NAB, of one feature, they cost one to four points.)
     */
    private static final double MEAN_WEIGHT = 0.275;

    private static final double PATTERN_WEIGHT = 0.7;

    /** By which power of the {@linkplain #weightOfStrongest weight of the strongest} patterns weigh less, see there. */
    private static final double PATTERN_POWER = 1.5;

    private final FusedScore judgement;
    private final ForecastSkill foresight;
    private final CalibrationUpdate lesson;
    private final Bulk bulk;
    private final Units units;
    private final int features;

    /**
     * Up to about six features the strongest opinions weigh all, with more less, by the square root: what is in many
     * features shows in many opinions, and the strongest of many is often a chance. (On machines of 38 features the mean of
     * all opinions ranks best.)
     */
    private final double weightOfStrongest;

    /**
     * Patterns too are the strongest of several. At full weight, machines of 19 and 38 features alerted five to six times as
     * often as the budget allows on their normal rows, now twice; how steps are ranked hardly depends on it.
     */
    private final double patternWeight;

    /** The opinions of the step, descending. */
    private final double[] opinions;

    /** The same by family; 0 where there is none. */
    private final double[] ofFamily = new double[Channel.Family.values().length];

    /** The channels of each family that is heard. */
    private final Channel[][] families;

    public ScoreFusion(int features) {
        this(features, Set.of());
    }

    /** @param unheard families left out of the decision, to see what they add */
    public ScoreFusion(int features, Set<Channel.Family> unheard) {
        this.families = Arrays.stream(Channel.Family.values())
                .filter(family -> !unheard.contains(family))
                .map(ScoreFusion::channels)
                .toArray(Channel[][]::new);
        this.opinions = new double[families.length];
        this.foresight = new ForecastSkill(features);
        this.features = features;
        this.judgement = new FusedScore(features);
        this.units = new Units(features);
        this.lesson = new CalibrationUpdate(features, units);
        this.bulk = Bulk.of(Evidence.size(features));
        this.weightOfStrongest = weightOfStrongest(features);
        this.patternWeight = patternWeight(weightOfStrongest);
    }

    static double weightOfStrongest(int features) {
        return Math.min(1, ALL_WEIGHT / Math.sqrt(features));
    }

    static double patternWeight(double weightOfStrongest) {
        return PATTERN_WEIGHT * Math.pow(weightOfStrongest, PATTERN_POWER);
    }

    private static Channel[] channels(Channel.Family family) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.family() == family)
                .toArray(Channel[]::new);
    }

    /** Judges a step whose values can be judged, then learns it. */
    public FusedScore judge(Evidence evidence, Window window, EvidenceCalibration calibration, double silence) {
        units.take(window);
        calibration.judge(evidence, window.count(), units, bulk, judgement, foresight, lesson);
        judgement.takeDistance();
        foresight.mute(judgement);
        judgement.rank();
        judgement.conclude(fused(), silence);
        if (mostSurprisingIsOutside(window)) {
            judgement.outOfRange();
        }
        return judgement;
    }

    /** Whether the most surprising feature is beyond its range. Seldom is any: only then it is looked for. */
    private boolean mostSurprisingIsOutside(Window window) {
        boolean any = false;
        for (int f = 0; f < features; f++) {
            any |= window.scale(f).outside();
        }
        int odd = any ? judgement.mostSurprising() : -1;
        return odd >= 0 && window.scale(odd).outside();
    }

    private double fused() {
        int spoken = 0;
        boolean related = false;
        for (Channel[] channels : families) {
            Channel.Family family = channels[0].family();
            double opinion = opinion(channels);
            boolean speaks = !Double.isNaN(opinion);
            ofFamily[family.ordinal()] = speaks ? opinion : 0;
            related |= speaks && family == Channel.Family.RELATION;
            if (speaks) {
                insert(opinion, spoken++);
            }
        }
        if (spoken == 0) {
            return 0;
        }
        double mean = weightOfStrongest * mean((spoken + 1) / 2) + (1 - weightOfStrongest) * mean(spoken);
        if (!related) {
            return mean;
        }
        return MEAN_WEIGHT * mean + patternWeight * Math.max(0, EvidencePattern.beyondUsual(ofFamily));
    }

    /** Puts an opinion in its place among the others. */
    private void insert(double opinion, int others) {
        int at = others;
        while (at > 0 && opinions[at - 1] < opinion) {
            opinions[at] = opinions[at - 1];
            at--;
        }
        opinions[at] = opinion;
    }

    /** The mean of so many opinions, the strongest. */
    private double mean(int strongest) {
        double sum = 0;
        for (int i = 0; i < strongest; i++) {
            sum += opinions[i];
        }
        return sum / strongest;
    }

    /** Half of a family's strongest channel plus half of the mean of those that speak; NaN when none does. */
    private double opinion(Channel[] family) {
        if (features == 1 && !family[0].perFeature()) {
            // The error of one feature's window is what the model's other channels tell, and they tell it sharper.
            return Double.NaN;
        }
        double strongest = 0;
        double sum = 0;
        int speaking = 0;
        for (Channel channel : family) {
            double surprise = judgement.together(channel);
            if (!Double.isNaN(surprise)) {
                strongest = Math.max(strongest, surprise);
                sum += surprise;
                speaking++;
            }
        }
        return speaking == 0 ? Double.NaN : 0.5 * strongest + 0.5 * sum / speaking;
    }

    /** What the last {@link #judge} taught. */
    public CalibrationUpdate lesson() {
        return lesson;
    }

    /** Judges a step of which only the silence is known. */
    public FusedScore silenceOnly(double silence) {
        judgement.clear();
        judgement.conclude(0, silence);
        return judgement;
    }
}
