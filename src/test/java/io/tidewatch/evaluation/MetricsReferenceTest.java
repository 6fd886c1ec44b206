package io.tidewatch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the metrics against {@code metrics/reference.json}: seeded vectors with the answers of an independent
 * implementation in Python, itself checked against the code of TSB-AD and NAB.
 */
class MetricsReferenceTest {
    private static final Offset<Double> CLOSE = within(1e-9);
    private static final JsonNode REFERENCE = read();

    private static JsonNode read() {
        try (InputStream json = MetricsReferenceTest.class.getResourceAsStream("/metrics/reference.json")) {
            return JsonMapper.builder().build().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A case of the reference, shown by its name. */
    record Case(String name, JsonNode node) {
        @Override
        public String toString() {
            return name;
        }

        private Double number(String field) {
            return node.get(field).isNull()
                    ? Double.valueOf(Double.NaN)
                    : Double.valueOf(node.get(field).asDouble());
        }

        private LabelledScores series() {
            String labels = node.get("labels").asText();
            boolean[] anomalous = new boolean[labels.length()];
            for (int i = 0; i < anomalous.length; i++) {
                anomalous[i] = labels.charAt(i) == '1';
            }
            return new LabelledScores(anomalous, doubles(node.get("scores")));
        }
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    static Stream<Case> series() {
        return cases(REFERENCE.get("series"));
    }

    static Stream<Case> periods() {
        return cases(REFERENCE.get("periods"));
    }

    private static Stream<Case> cases(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> new Case(node.get("name").asText(), node));
    }

    @ParameterizedTest
    @MethodSource("series")
    void areasAgree(Case reference) {
        LabelledScores series = reference.series();
        assertThat(AveragePrecision.of(series)).isCloseTo(reference.number("auc_pr"), CLOSE);
        VolumeUnderSurface volume =
                VolumeUnderSurface.of(series, reference.node().get("buffer").asInt());
        assertThat(volume.pr()).isCloseTo(reference.number("vus_pr"), CLOSE);
        assertThat(volume.roc()).isCloseTo(reference.number("vus_roc"), CLOSE);
    }

    @ParameterizedTest
    @MethodSource("series")
    void bestThresholdsAgree(Case reference) {
        LabelledScores series = reference.series();
        BestF1 best = BestF1.of(series);
        assertThat(best.f1()).isCloseTo(reference.number("f1"), CLOSE);
        assertThat(best.threshold()).isCloseTo(reference.number("f1_threshold"), CLOSE);
        CompositeF1 composite = CompositeF1.of(series);
        assertThat(composite.f1()).isCloseTo(reference.number("composite_f1"), CLOSE);
        assertThat(composite.threshold()).isCloseTo(reference.number("composite_threshold"), CLOSE);
    }

    @ParameterizedTest
    @MethodSource("series")
    void recallAtTheBudgetAgrees(Case reference) {
        BudgetRecall budget = BudgetRecall.of(reference.series(), BudgetRecall.USUAL);
        assertThat(budget.recall()).isCloseTo(reference.number("recall_at_budget"), CLOSE);
        assertThat(budget.scores().medianDelay()).isEqualTo(reference.number("delay_at_budget"));
        assertThat(budget.scores().falseAlarms())
                .isEqualTo(reference.node().get("false_alarms_at_budget").asInt());
    }

    @ParameterizedTest
    @MethodSource("series")
    void eventScoresAgree(Case reference) {
        for (int gap : new int[] {0, 3}) {
            LabelledScores series = reference.series();
            boolean[] flagged = new boolean[series.size()];
            for (int i = 0; i < flagged.length; i++) {
                flagged[i] = series.score(i) >= reference.number("flag_threshold");
            }
            EventScores scores = EventScores.of(series, flagged, gap);
            Case expected = new Case("gap", reference.node().get("events_gap" + gap));
            assertThat(scores.precision()).isCloseTo(expected.number("event_P"), CLOSE);
            assertThat(scores.recall()).isCloseTo(expected.number("event_R"), CLOSE);
            assertThat(scores.f1()).isCloseTo(expected.number("event_F1"), CLOSE);
            assertThat(scores.found()).isEqualTo(expected.node().get("tp").asInt());
            assertThat(scores.falseAlarms()).isEqualTo(expected.node().get("fp").asInt());
            assertThat(scores.missed()).isEqualTo(expected.node().get("fn").asInt());
            assertThat(scores.meanDelay()).isEqualTo(expected.number("delay_mean"));
            assertThat(scores.medianDelay()).isEqualTo(expected.number("delay_median"));
        }
    }

    @ParameterizedTest
    @MethodSource("periods")
    void periodAgrees(Case reference) {
        assertThat(SeriesPeriod.of(doubles(reference.node().get("values"))))
                .isEqualTo(reference.node().get("period").asInt());
    }

    private static List<NabSeries> corpus() {
        List<NabSeries> corpus = new ArrayList<>();
        for (JsonNode file : REFERENCE.get("nab").get("series")) {
            double[] scores = doubles(file.get("scores"));
            List<NabWindow> windows = new ArrayList<>();
            file.get("windows")
                    .forEach(window -> windows.add(new NabWindow(
                            window.get(0).asLong() * 1_000, window.get(1).asLong() * 1_000)));
            long[] times =
                    IntStream.range(0, scores.length).mapToLong(i -> i * 1_000L).toArray();
            corpus.add(new NabSeries(times, scores, windows));
        }
        return corpus;
    }

    @Test
    void nabScoresAgree() {
        for (NabProfile profile : NabProfile.values()) {
            Case expected = new Case(
                    profile.name(), REFERENCE.get("nab").get("profiles").get(profile.name()));
            NabScore best = NabScore.best(corpus(), profile);
            assertThat(best.score()).isCloseTo(expected.number("best"), CLOSE);
            assertThat(best.threshold()).isCloseTo(expected.number("threshold"), CLOSE);
            assertThat(NabScore.at(corpus(), profile, 0.5).score()).isCloseTo(expected.number("at_half"), CLOSE);
            assertThat(NabScore.at(corpus(), profile, best.threshold()).score()).isCloseTo(best.score(), CLOSE);
        }
    }
}
