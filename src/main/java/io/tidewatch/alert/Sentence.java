package io.tidewatch.alert;

import io.tidewatch.AlertStatus;
import io.tidewatch.Contribution;
import io.tidewatch.decision.Incident;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Says in one sentence what happened, for a person who was just woken. */
final class Sentence {
    private static final MathContext DIGITS = new MathContext(4);

    private final DateTimeFormatter time;

    Sentence(ZoneId zone) {
        this.time = DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    String of(
            AlertStatus status,
            Incident incident,
            String entity,
            List<Contribution> contributions,
            int silentSteps,
            long stepMs) {
        if (status == AlertStatus.CLOSED) {
            return entity + " is back to normal; it was " + adjective(incident) + " from "
                    + time.format(Instant.ofEpochMilli(incident.startedMs())) + " on.";
        }
        if (contributions.isEmpty()) {
            return silentSteps > 0
                    ? entity + " has sent nothing for " + silentSteps + " steps."
                    : entity + " is " + adjective(incident) + " at " + time.format(Instant.ofEpochMilli(stepMs)) + ".";
        }
        Contribution top = contributions.get(0);
        Double actual = top.getActual();
        String seen = actual == null ? "missing" : number(actual);
        return top.getFeature() + " of " + entity + " was " + seen + " at "
                + time.format(top.getStepTime()) + ", expected " + number(top.getExpected()) + " ("
                + number(top.getLower()) + " to " + number(top.getUpper()) + "); "
                + switch (incident.kind()) {
                    case POINT -> "a value far outside its range.";
                    case CONTEXTUAL -> "unusual for this moment.";
                    case COLLECTIVE -> "part of an unusual run.";
                };
    }

    private static String adjective(Incident incident) {
        return switch (incident.kind()) {
            case POINT -> "far outside its range";
            case CONTEXTUAL -> "unusual for the moment";
            case COLLECTIVE -> "in an unusual run";
        };
    }

    private static String number(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
