package io.tidewatch.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        @Nullable String version = Tidewatch.class.getPackage().getImplementationVersion();
        return new String[] {
            "Tidewatch " + (version == null ? "development" : version), "Java " + Runtime.version(),
        };
    }
}
