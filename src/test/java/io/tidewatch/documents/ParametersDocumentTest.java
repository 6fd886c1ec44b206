package io.tidewatch.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The tables of parameters in how-it-decides.md against the constants of the code. */
class ParametersDocumentTest {

    @Test
    void tablesHaveEveryParameterWithItsValue() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        expected.putAll(constants("io.tidewatch.decision.DecisionParameters"));
        expected.putAll(constants("io.tidewatch.calibration.CalibrationParameters"));

        Map<String, String> documented =
                new TreeMap<>(Markdown.site("how-it-decides.md").rows());
        documented.keySet().removeIf(name -> !name.matches("[A-Z_]+"));

        assertThat(documented)
                .as("rows of the tables of parameters in how-it-decides.md; add, change or remove those that differ")
                .isEqualTo(expected);
    }

    private static Map<String, String> constants(String type) throws ReflectiveOperationException {
        Map<String, String> constants = new TreeMap<>();
        for (Field field : Class.forName(type).getDeclaredFields()) {
            if (!field.isSynthetic()) {
                field.setAccessible(true);
                constants.put(field.getName(), written(field.getName(), (Number) field.get(null)));
            }
        }
        return constants;
    }

    private static String written(String name, Number value) {
        if (name.endsWith("_MS")) {
            long minutes = Duration.ofMillis(value.longValue()).toMinutes();
            return minutes % 1440 == 0
                    ? minutes / 1440 + " d"
                    : minutes % 60 == 0 ? minutes / 60 + " h" : minutes + " min";
        }
        double number = value.doubleValue();
        return number < 1e-3
                ? Double.toString(number).replace(".0E", "e").replace("E", "e")
                : number == Math.rint(number)
                        ? Long.toString((long) number)
                        : new BigDecimal(number)
                                .round(new MathContext(number < 1 ? 3 : 4))
                                .stripTrailingZeros()
                                .toPlainString();
    }
}
