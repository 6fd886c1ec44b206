package io.tidewatch.logs;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.tidewatch.text.Readable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A fault whose messages are {@linkplain Readable readable}, so that each is one line of its stack trace. */
public final class ReadableFault implements IThrowableProxy {
    private final IThrowableProxy fault;

    ReadableFault(IThrowableProxy fault) {
        this.fault = fault;
    }

    /** The stack trace of a fault, with those of its causes, a line each. */
    public static String stackTrace(Throwable fault) {
        return ThrowableProxyUtil.asString(new ReadableFault(new ThrowableProxy(fault)));
    }

    @Override
    public @Nullable String getMessage() {
        String message = fault.getMessage();
        return message == null ? null : Readable.text(message);
    }

    @Override
    public String getClassName() {
        return fault.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return fault.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return fault.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        IThrowableProxy cause = fault.getCause();
        return cause == null ? null : new ReadableFault(cause);
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return Arrays.stream(fault.getSuppressed()).map(ReadableFault::new).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return fault.isCyclic();
    }
}
