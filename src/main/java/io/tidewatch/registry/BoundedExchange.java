package io.tidewatch.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request whose answer is bounded in size, and awaited up to a deadline.
 *
 * <p>Java's own time-outs hold for each read: a peer that sends a byte now and then keeps a reader for ever. So another
 * thread reads, and is left alone with the connection when the deadline has passed.
 */
final class BoundedExchange implements Callable<BoundedExchange.Answer> {
    /** Largest answer that is read, bytes. */
    static final int MOST_BYTES = 2 << 20;

    private final HttpURLConnection connection;
    private final byte @Nullable [] request;
    private volatile boolean abandoned;

    /** @param body as text; cut at {@link #MOST_BYTES} when the status is a fault */
    record Answer(int status, @Nullable String location, String body) {}

    /** @param connection prepared, not yet connected */
    @SuppressWarnings("ArrayParameter") // Written once, by this class alone.
    BoundedExchange(HttpURLConnection connection, byte @Nullable [] request) {
        this.connection = connection;
        this.request = request;
    }

    /**
     * @param untilNanos deadline, on the clock of {@link System#nanoTime}
     * @throws UnusableAnswerException when it is too large
     */
    Answer await(ExecutorService workers, long untilNanos, Duration patience) throws IOException {
        Future<Answer> answer;
        try {
            answer = workers.submit(this);
        } catch (RejectedExecutionException e) {
            throw new IOException("too many requests to it are without an answer", e);
        }
        try {
            return answer.get(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon(workers);
            SocketTimeoutException late =
                    new SocketTimeoutException("no whole answer within " + patience.toMillis() + " ms");
            late.initCause(e);
            throw late;
        } catch (InterruptedException e) {
            abandon(workers);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException fault) {
                throw fault;
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    @Override
    public Answer call() throws IOException {
        try {
            connection.connect();
            if (request != null && !abandoned) {
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(request);
                }
            }
            int status = connection.getResponseCode();
            boolean fault = status >= HttpURLConnection.HTTP_BAD_REQUEST;
            InputStream in = fault ? connection.getErrorStream() : connection.getInputStream();
            String body = in == null ? "" : read(in, fault);
            return new Answer(status, connection.getHeaderField("Location"), body);
        } finally {
            connection.disconnect();
        }
    }

    private String read(InputStream in, boolean fault) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (abandoned) {
                throw new InterruptedIOException("nobody waits for the answer any more");
            }
            bytes.write(buffer, 0, Math.min(n, MOST_BYTES - bytes.size()));
            if (bytes.size() == MOST_BYTES) {
                if (fault) {
                    break;
                }
                throw new UnusableAnswerException("it answers with more than " + MOST_BYTES + " bytes", true);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Ends the worker's read by closing its socket; on a thread of its own, since closing may wait for the reader. */
    private void abandon(ExecutorService workers) {
        abandoned = true;
        try {
            workers.execute(connection::disconnect);
        } catch (RejectedExecutionException e) {
            // All threads wait for answers; this one ends with the time-out of its next read.
        }
    }
}
