package io.tidewatch.registry;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.basicauth.BasicAuthCredentialProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.bearerauth.BearerAuthCredentialProvider;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.core.type.TypeReference;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's REST client, with its answers bounded in time and in size.
 *
 * <p>The client's own transport reads an answer of any size for as long as bytes come, follows redirects to any host, and
 * logs addresses with their passwords. So requests go another way here, with the same credentials, TLS and proxy, which
 * the client hands over as it is configured. Safe for many threads once it is.
 */
final class BoundedRestService extends RestService {
    /** Requests without an answer at one time, those given up included; more are refused. */
    private static final int MOST_WORKERS = 64;

    private final ExecutorService workers = new ThreadPoolExecutor(
            0, MOST_WORKERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), BoundedRestService::worker);
    private final ThreadLocal<Long> togetherUntilNanos = new ThreadLocal<>();

    private int connectTimeoutMs;
    private int readTimeoutMs;
    private @Nullable SSLSocketFactory tls;
    private @Nullable HostnameVerifier verifier;
    private @Nullable BasicAuthCredentialProvider basic;
    private @Nullable BearerAuthCredentialProvider bearer;
    private @Nullable Proxy proxy;
    private Map<String, String> headers = Map.of();

    BoundedRestService(List<String> urls) {
        super(List.copyOf(urls));
    }

    /** What is asked of the registry. */
    interface Question<T> {
        T ask() throws IOException, RestClientException;
    }

    /** Time from a request to the end of its answer: that for connecting and that for one read. */
    Duration deadline() {
        return Duration.ofMillis((long) connectTimeoutMs + readTimeoutMs);
    }

    private long untilNanos() {
        Long together = togetherUntilNanos.get();
        return together == null ? System.nanoTime() + deadline().toNanos() : together;
    }

    /** Begins a question that takes several requests, of this thread; until closed, all have the time of one. */
    Together together() {
        togetherUntilNanos.set(System.nanoTime() + deadline().toNanos());
        return togetherUntilNanos::remove;
    }

    /** The requests of one question. */
    interface Together extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public <T> T httpRequest(
            String path, String method, byte @Nullable [] body, Map<String, String> properties, TypeReference<T> type)
            throws IOException, RestClientException {
        long untilNanos = untilNanos();
        IOException last = new SocketTimeoutException("no time is left for another request");
        // An address that there is no time left for has not failed: the next request begins with it.
        for (int left = getBaseUrls().size(); left > 0 && System.nanoTime() - untilNanos < 0; left--) {
            String base = getBaseUrls().current();
            try {
                URL url = new URL(base.replaceFirst("/$", "") + "/" + path.replaceFirst("^/", ""));
                HttpURLConnection connection = open(url, method, body != null);
                properties.forEach(connection::setRequestProperty);
                return AnswerJson.read(
                        new BoundedExchange(connection, body).await(workers, untilNanos, deadline()), type);
            } catch (IOException e) {
                getBaseUrls().fail(base);
                last = e;
            }
        }
        throw last;
    }

    private HttpURLConnection open(URL url, String method, boolean sends) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) (proxy == null ? url.openConnection() : url.openConnection(proxy));
        connection.setConnectTimeout(connectTimeoutMs);
        connection.setReadTimeout(readTimeoutMs);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod(method);
        connection.setDoOutput(sends);
        if (connection instanceof HttpsURLConnection secure && tls != null) {
            secure.setSSLSocketFactory(tls);
            if (verifier != null) {
                secure.setHostnameVerifier(verifier);
            }
        }
        authorize(connection);
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    private void authorize(HttpURLConnection connection) {
        String user = basic == null ? null : basic.getUserInfo(connection.getURL());
        if (user != null) {
            String encoded = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
            connection.setRequestProperty("Authorization", "Basic " + encoded);
        }
        if (bearer != null) {
            set(connection, "Authorization", prefixed("Bearer ", bearer.getBearerToken(connection.getURL())));
            set(connection, "Confluent-Identity-Pool-Id", bearer.getTargetIdentityPoolId());
            set(connection, "target-sr-cluster", bearer.getTargetSchemaRegistry());
        }
    }

    private static @Nullable String prefixed(String prefix, @Nullable String text) {
        return text == null ? null : prefix + text;
    }

    private static void set(HttpURLConnection connection, String header, @Nullable String value) {
        if (value != null) {
            connection.setRequestProperty(header, value);
        }
    }

    @Override
    public void setHttpConnectTimeoutMs(int timeoutMs) {
        super.setHttpConnectTimeoutMs(timeoutMs);
        connectTimeoutMs = timeoutMs;
    }

    @Override
    public void setHttpReadTimeoutMs(int timeoutMs) {
        super.setHttpReadTimeoutMs(timeoutMs);
        readTimeoutMs = timeoutMs;
    }

    @Override
    public void setSslSocketFactory(SSLSocketFactory factory) {
        super.setSslSocketFactory(factory);
        tls = factory;
    }

    @Override
    public void setHostnameVerifier(@Nullable HostnameVerifier hostnameVerifier) {
        super.setHostnameVerifier(hostnameVerifier);
        verifier = hostnameVerifier;
    }

    @Override
    public void setBasicAuthCredentialProvider(BasicAuthCredentialProvider provider) {
        super.setBasicAuthCredentialProvider(provider);
        basic = provider;
    }

    @Override
    public void setBearerAuthCredentialProvider(BearerAuthCredentialProvider provider) {
        super.setBearerAuthCredentialProvider(provider);
        bearer = provider;
    }

    @Override
    public void setHttpHeaders(Map<String, String> httpHeaders) {
        super.setHttpHeaders(httpHeaders);
        headers = Map.copyOf(httpHeaders);
    }

    @Override
    public void setProxy(String host, int port) {
        super.setProxy(host, port);
        proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
    }

    @Override
    public void close() throws IOException {
        workers.shutdownNow();
        super.close();
    }

    private static Thread worker(Runnable exchange) {
        Thread thread = new Thread(exchange, "schema-registry-request");
        thread.setDaemon(true);
        return thread;
    }
}
