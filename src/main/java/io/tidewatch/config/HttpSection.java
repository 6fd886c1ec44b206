package io.tidewatch.config;

import static io.tidewatch.config.ConfigReference.HTTP_HOST;
import static io.tidewatch.config.ConfigReference.HTTP_PORT;
import static io.tidewatch.config.ConfigReference.MANAGEMENT_PORT;

import io.tidewatch.config.TidewatchConfig.Http;

/** Where HTTP is served, from the keys of {@code http}. */
final class HttpSection {
    private static final int LARGEST = 65_535;
    private static final Form<Long> PORT = Forms.integer(0, LARGEST);

    /** Far enough from the page's port that several detectors on one machine can have neighbouring ones. */
    private static final long APART = 10;

    private final Settings settings;
    private final Faults faults;

    HttpSection(Settings settings) {
        this.settings = settings;
        this.faults = settings.faults();
    }

    Http read() {
        String host = settings.get(HTTP_HOST, Forms.HOST);
        long port = settings.get(HTTP_PORT, PORT);
        long management = settings.get(MANAGEMENT_PORT, PORT, beside(port));
        if (faults.sound(HTTP_PORT, MANAGEMENT_PORT) && management == port && port != 0) {
            faults.add(
                    MANAGEMENT_PORT,
                    settings.show(MANAGEMENT_PORT),
                    "another port than http.port",
                    "Change it, or remove it: http.port + " + APART + " is the default");
        }
        return new Http(host, Math.toIntExact(port), Math.toIntExact(management));
    }

    private static long beside(long port) {
        if (port == 0) {
            return 0;
        }
        return port + APART <= LARGEST ? port + APART : port - APART;
    }
}
