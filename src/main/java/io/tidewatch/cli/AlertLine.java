package io.tidewatch.cli;

import io.tidewatch.Alert;
import io.tidewatch.AlertStatus;
import io.tidewatch.text.Readable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** An alert as one readable line. */
final class AlertLine {
    private final DateTimeFormatter time;

    AlertLine(ZoneId zone) {
        this.time =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    String of(Alert alert) {
        String colour =
                switch (alert.getSeverity()) {
                    case CRITICAL -> "red,bold";
                    case MAJOR -> "red";
                    case WARNING -> "yellow";
                };
        String status = String.format(Locale.ROOT, "%-6s", alert.getStatus());
        String mark = alert.getStatus() == AlertStatus.CLOSED
                ? Ansi.AUTO.string("@|green " + status + "|@")
                : Ansi.AUTO.string("@|" + colour + " " + status + "|@");
        return String.format(
                Locale.ROOT,
                "%s  %s %-8s %-10s %.3f  %s",
                time.format(alert.getWindowEnd()),
                mark,
                alert.getSeverity().name().toLowerCase(Locale.ROOT),
                alert.getKind().name().toLowerCase(Locale.ROOT),
                alert.getScore(),
                Readable.text(alert.getMessage()));
    }
}
