package io.tidewatch.service;

import io.javalin.config.StaticFilesConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import java.util.Map;

/** The page's files out of the class path, with the headers that a browser needs. */
final class Pages {
    /** The page loads nothing but its own files, is framed by nobody, and sends no form. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Pages() {}

    static void serve(StaticFilesConfig files) {
        files.add(own -> {
            own.hostedPath = "/";
            own.directory = "/web";
            own.location = Location.CLASSPATH;
            // Asked for again each time, answered by 304 until Tidewatch itself is another version.
            own.headers = Map.of("Cache-Control", "no-cache");
        });
        files.add(webjars -> {
            webjars.hostedPath = "/webjars";
            webjars.directory = "META-INF/resources/webjars";
            webjars.location = Location.CLASSPATH;
            // The version is part of the path.
            webjars.headers = Map.of("Cache-Control", "public, max-age=31536000, immutable");
        });
    }

    /** Before every answer. */
    static void harden(Context context) {
        context.header("Content-Security-Policy", POLICY)
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store");
    }
}
