package io.tidewatch.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.sse.SseClient;
import io.tidewatch.text.Readable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends everyone who follows the page what changed: {@code state} each second, {@code incident} for each that changed.
 *
 * <p>Changes are looked up by a thread of its own, so that stream threads do no more than put an alert on the board,
 * and several changes of an incident between two looks are sent as one. Each follower is written to by itself: a laptop
 * that fell asleep delays nobody else, and is let go when it is too far behind.
 */
final class EventFeed implements AutoCloseable {
    static final int LARGEST_FOLLOWERS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final long LOOK_MS = 250;
    private static final int LOOKS_PER_STATE = 4;

    /** Messages that may wait for one follower; a full board, and some. */
    private static final int LARGEST_BACKLOG = 2 * IncidentBoard.LARGEST;

    private final IncidentBoard incidents;
    private final Supplier<ObjectNode> overview;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looker =
            Executors.newSingleThreadScheduledExecutor(ThreadUtils.createThreadFactory("tidewatch-feed", true));
    private final ExecutorService writers =
            Executors.newCachedThreadPool(ThreadUtils.createThreadFactory("tidewatch-feed-writer", true));
    private long sent;
    private int looks;

    private record Message(String event, String data) {}

    EventFeed(IncidentBoard incidents, Supplier<ObjectNode> overview) {
        this.incidents = incidents;
        this.overview = overview;
        looker.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** Takes a follower, or lets it go at once when there are too many already; a browser then tries again. */
    void follow(SseClient client) {
        if (followers.size() >= LARGEST_FOLLOWERS) {
            client.close();
            return;
        }
        client.keepAlive();
        Follower follower = new Follower(client);
        client.onClose(() -> followers.remove(follower));
        followers.add(follower);
        follower.offer(state());
    }

    int followers() {
        return followers.size();
    }

    private Message state() {
        return new Message("state", Readable.text(overview.get().toString()));
    }

    private void look() {
        try {
            send();
        } catch (RuntimeException e) {
            // The next look may succeed; without this the schedule would end silently.
            LOG.atError().setCause(e).log("live page not updated");
        }
    }

    private void send() {
        long now = incidents.changes();
        if (followers.isEmpty()) {
            sent = now;
            return;
        }
        List<IncidentBoard.Entry> changed = new ArrayList<>(incidents.changedSince(sent));
        Collections.reverse(changed);
        for (IncidentBoard.Entry incident : changed) {
            sent = Math.max(sent, incident.change());
            Message message = new Message(
                    "incident",
                    Readable.text(IncidentJson.line(incident.newest()).toString()));
            followers.forEach(follower -> follower.offer(message));
        }
        if (!changed.isEmpty() || ++looks >= LOOKS_PER_STATE) {
            looks = 0;
            Message message = state();
            followers.forEach(follower -> follower.offer(message));
        }
    }

    @Override
    public void close() {
        looker.shutdownNow();
        followers.forEach(follower -> follower.client.close());
        writers.shutdownNow();
    }

    /** One page that is open somewhere. */
    private final class Follower {
        private final SseClient client;
        private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(LARGEST_BACKLOG);
        private final AtomicBoolean writing = new AtomicBoolean();

        Follower(SseClient client) {
            this.client = client;
        }

        void offer(Message message) {
            if (!waiting.offer(message)) {
                followers.remove(this);
                client.close();
                return;
            }
            write();
        }

        private void write() {
            if (!writing.compareAndSet(false, true)) {
                return;
            }
            try {
                writers.execute(this::drain);
            } catch (RejectedExecutionException e) {
                followers.remove(this); // The feed is closed.
            }
        }

        private void drain() {
            for (Message next = waiting.poll(); next != null && !client.terminated(); next = waiting.poll()) {
                client.sendEvent(next.event(), next.data());
            }
            writing.set(false);
            // What came between the last look into the queue and here.
            if (!waiting.isEmpty() && !client.terminated()) {
                write();
            }
        }
    }
}
