package io.tidewatch.decision;

import io.tidewatch.decision.IncidentLife.News;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The incidents of one entity: what is published ({@link IncidentLife}) of the episodes in its evidence ({@link
 * EpisodeTracker}). An incident is over sooner than its episode.
 */
public final class IncidentTracker {
    private final EpisodeTracker episodes;
    private final IncidentLife life = new IncidentLife();

    public IncidentTracker(AlertPolicy policy) {
        this.episodes = new EpisodeTracker(policy);
    }

    /** The policy that incidents are followed by. */
    public AlertPolicy policy() {
        return episodes.policy();
    }

    /** Follows another policy, of the same windows and features, from the next step on. */
    public void use(AlertPolicy other) {
        episodes.use(other);
    }

    /** Takes one scored step. */
    public Change add(String detector, String entity, Moment at, AnomalyScore score) {
        Change change = episodes.follow(at, score);
        long stepMs = at.stepMs();
        Incident published = life.open();
        Episode now = episodes.open();
        if (published != null) {
            double peak = Math.max(published.peak(), now == null ? episodes.lastPeak() : now.peak());
            AnomalyKind kind = now == null ? published.kind() : now.kind();
            return life.step(published, change, news(published, score), peak, kind, stepMs, policy());
        }
        // What gets clearly worse after the incident has ended, but not yet left the window, is another one.
        if (now == null || change != Change.OPENED && change != Change.WORSE) {
            return Change.NONE;
        }
        String id = Incident.id(detector, entity, stepMs);
        life.start(Incident.first(id, stepMs, now.threshold(), now.peak(), now.kind()), policy());
        return Change.OPENED;
    }

    /**
     * What the step that was followed last says by itself. Of what came little by little no single step is odd: then
     * the steps of the window together say it.
     */
    private News news(Incident published, AnomalyScore score) {
        boolean odd = episodes.odd(score);
        if (odd && score.silence() >= score.total()) {
            return News.SILENT;
        }
        // By less than odd it is not remembered in the journal, and must not count now either.
        boolean newest = episodes.newestOdd() && score.newest() >= published.threshold();
        return newest || score.farOff() || odd && !episodes.sudden() ? News.ANOMALOUS : News.NONE;
    }

    /** Whether what was newest in the last step was odd enough by itself to keep an incident open. */
    public boolean newestOdd() {
        return episodes.newestOdd();
    }

    /** The open incident, as it was last published; null when there is none. */
    public @Nullable Incident open() {
        return life.open();
    }

    /** The incident that was closed last; null before the first since the state was read. */
    public @Nullable Incident closed() {
        return life.closed();
    }

    /**
     * The entity is gone: its incident ends.
     *
     * @return whether there was one
     */
    public boolean gone() {
        episodes.end();
        boolean open = life.open() != null;
        life.end();
        return open;
    }

    public void write(ByteBuffer out) {
        life.write(out);
        episodes.write(out);
    }

    public void read(ByteBuffer in) {
        life.read(in);
        episodes.read(in);
    }
}
