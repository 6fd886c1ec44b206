package io.tidewatch.cli;

import io.tidewatch.text.Readable;
import java.util.function.DoubleConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, when that is a terminal; nothing otherwise. */
final class Progress implements DoubleConsumer, AutoCloseable {
    private static final long WHOLE = 1000;

    private final @Nullable ProgressBar bar;

    Progress(String task) {
        this.bar = System.console() == null
                ? null
                : new ProgressBarBuilder()
                        .setTaskName(Readable.name(task))
                        .setInitialMax(WHOLE)
                        .setStyle(ProgressBarStyle.ASCII)
                        .hideEta()
                        .build();
    }

    @Override
    public void accept(double share) {
        if (bar != null) {
            bar.stepTo(Math.round(share * WHOLE));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
