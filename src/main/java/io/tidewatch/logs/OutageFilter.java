package io.tidewatch.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Keeps the stack traces of one outage out of the log: Kafka logs one for each thread that the outage ends, again and
 * again, while our own log has it in a line. What Kafka logs of any other fault stays.
 */
public final class OutageFilter extends Filter<ILoggingEvent> {
    private String fault = "";

    /** @param className of the exception that stands for the outage; set by logback.xml, which may name any package */
    public void setFault(String className) {
        fault = className;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLoggerName().startsWith("org.apache.kafka.")) {
            return FilterReply.NEUTRAL;
        }
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            if (cause.getClassName().equals(fault)) {
                return FilterReply.DENY;
            }
        }
        return FilterReply.NEUTRAL;
    }
}
