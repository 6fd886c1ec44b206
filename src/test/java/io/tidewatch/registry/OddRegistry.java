package io.tidewatch.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry over HTTP that gives for some paths the answers that no well-behaved registry gives. */
public final class OddRegistry implements AutoCloseable {
    /** Confluent's word for an id that it does not know. */
    public static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

    private final Map<String, Odd> odd = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** How one question is answered. */
    public interface Odd {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** @param otherwise answers what nothing odd is said to */
    public OddRegistry(Odd otherwise) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.computeIfAbsent(path, first -> new AtomicInteger()).incrementAndGet();
            try (exchange) {
                odd.getOrDefault(path, otherwise).answer(exchange);
            }
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers questions for an id oddly from now on. */
    public void answer(int id, Odd answer) {
        answer("/schemas/ids/" + id, answer);
    }

    public void answer(String path, Odd answer) {
        odd.put(path, answer);
    }

    /** How often an id was asked for. */
    public int asked(int id) {
        return asked.getOrDefault("/schemas/ids/" + id, new AtomicInteger()).get();
    }

    /** How often anything was asked. */
    public int asked() {
        return asked.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** A whole answer. */
    public static Odd body(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** A schema as the registry tells it. */
    public static Odd schema(String avro) {
        return body(200, "{\"schema\":\"" + avro.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
    }

    /** A whole answer, a byte at a time. */
    public Odd slowly(String body, int everyMs) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            try {
                for (int i = 0; i < bytes.length && !closed.await(everyMs, TimeUnit.MILLISECONDS); i++) {
                    exchange.getResponseBody().write(bytes[i]);
                    exchange.getResponseBody().flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** An answer of which a byte comes now and then, without an end that a test could wait for. */
    public Odd dripping(int everyMs) {
        return slowly(" ".repeat(1_000_000), everyMs);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
