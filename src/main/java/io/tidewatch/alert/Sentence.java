package io.tidewatch.alert;

import io.tidewatch.Contribution;
import io.tidewatch.decision.AnomalyKind;
import io.tidewatch.decision.Incident;
import io.tidewatch.text.Readable;
import io.tidewatch.window.SharedSilence;
import io.tidewatch.window.StepSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in one sentence what happened, for a person who was just woken. */
final class Sentence {
    private static final MathContext DIGITS = new MathContext(4);

    private final StepSpec step;
    private final DateTimeFormatter time;

    Sentence(StepSpec step, ZoneId zone) {
        this.step = step;
        this.time = DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    String ofEnd(Incident incident, IncidentEnd end, String exactEntity) {
        String entity = Readable.name(exactEntity);
        if (end == IncidentEnd.GONE) {
            return entity + " has sent nothing for " + duration(step.goneMs())
                    + " and counts as gone; this incident, open since " + at(incident.startedMs()) + ", ends.";
        }
        if (end == IncidentEnd.ADAPTED) {
            return entity + " has been " + adjective(incident) + lasted(incident)
                    + "; this is taken for its new normal now.";
        }
        return entity + " is back to normal; it was " + adjective(incident) + lasted(incident) + ".";
    }

    private String lasted(Incident incident) {
        long lastedMs = incident.lastAnomalousMs() - incident.startedMs();
        return lastedMs == 0
                ? " for one step, at " + at(incident.startedMs())
                : " for " + duration(lastedMs + step.lengthMs()) + ", from " + at(incident.startedMs()) + " to "
                        + at(incident.lastAnomalousMs() + step.lengthMs());
    }

    /** Of an incident that has begun or goes on. */
    String of(Incident incident, String exactEntity, List<Contribution> contributions, Silent silent, long stepMs) {
        String entity = Readable.name(exactEntity);
        if (silent.steps() > 0) {
            return silent(entity, silent);
        }
        Contribution cell = outsideItsBand(contributions, incident.startedMs());
        if (cell != null) {
            return place(cell, entity) + ", expected " + number(cell.getExpected()) + " (" + number(cell.getLower())
                    + " to " + number(cell.getUpper()) + "); "
                    + switch (incident.kind()) {
                        case POINT -> "a value far outside its range.";
                        case CONTEXTUAL -> "unusual for this moment.";
                        case COLLECTIVE -> "part of an unusual run.";
                    };
        }
        if (contributions.isEmpty()) {
            return entity + " is " + adjective(incident) + " at " + at(stepMs) + ".";
        }
        Contribution top = contributions.get(0);
        return place(top, entity) + ", expected about " + number(top.getExpected()) + "; not odd by itself, "
                + (incident.kind() == AnomalyKind.COLLECTIVE
                        ? "but the run of steps is."
                        : "but for what is around it.");
    }

    private String silent(String entity, Silent silent) {
        String steps = silent.steps() + (silent.steps() == 1 ? " step" : " steps");
        SharedSilence shared = silent.shared();
        return shared == null
                ? entity + " has sent no value for " + steps + "."
                : "Nothing has come from " + Readable.name(shared.from()) + " since " + at(shared.sinceMs())
                        + ": all its entities are silent, " + entity + " for " + steps + ".";
    }

    /**
     * What is worth saying of the feature that carries most: of the incident rather than of before it, the largest
     * share first. Null when no value of it is outside its band: then the evidence is in how they go together, and to
     * quote one of them as odd would be wrong.
     */
    private static @Nullable Contribution outsideItsBand(List<Contribution> contributions, long startedMs) {
        Contribution earlier = null;
        for (Contribution one : contributions) {
            Double actual = one.getActual();
            boolean inside = actual != null && actual >= one.getLower() && actual <= one.getUpper();
            if (inside || !one.getFeature().equals(contributions.get(0).getFeature())) {
                continue;
            }
            if (one.getStepTime().toEpochMilli() >= startedMs) {
                return one;
            }
            earlier = earlier == null ? one : earlier;
        }
        return earlier;
    }

    private String place(Contribution cell, String entity) {
        Double actual = cell.getActual();
        return Readable.name(cell.getFeature()) + " of " + entity + " was "
                + (actual == null ? "missing" : number(actual)) + " at " + time.format(cell.getStepTime());
    }

    private static String adjective(Incident incident) {
        return switch (incident.kind()) {
            case POINT -> "far outside its range";
            case CONTEXTUAL -> "unusual for the moment";
            case COLLECTIVE -> "in an unusual run";
        };
    }

    private String at(long ms) {
        return time.format(Instant.ofEpochMilli(ms));
    }

    private static String duration(long ms) {
        Duration whole = Duration.ofMillis(ms).truncatedTo(ChronoUnit.SECONDS);
        return Stream.of(
                        part(whole.toDays(), " d"),
                        part(whole.toHoursPart(), " h"),
                        part(whole.toMinutesPart(), " min"),
                        part(whole.toSecondsPart(), " s"))
                .filter(part -> !part.isEmpty())
                .limit(2)
                .collect(Collectors.joining(" "));
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    private static String number(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
