package io.tidewatch.decision;

import io.tidewatch.decision.IncidentLife.News;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the evidence of one entity: an episode begins when surprise reaches the threshold, and is over when nothing odd
 * is left in the window. What people are told of it is an incident, which is over sooner ({@link IncidentLife}).
 *
 * <p>After an episode the entity rests: within that time only something clearly worse opens another. Each incident also
 * raises the threshold a little, forgotten over as many days as the budget has for one alert, so that an entity that is
 * always odd does not wake anybody again and again; more so what is over in a moment ({@link TransientPenalty}). What comes at the
 * same time of each day or month is no news after two of them ({@link Schedule}).
 */
public final class IncidentTracker {
    /** Newest values that are odd for more than this share of the window are a collective anomaly. */
    private static final double COLLECTIVE_SHARE = 11.0 / 32;

    /** So many far-off values are points; more are a run. */
    private static final int MOST_POINTS = 2;

    /** What became of a step. */
    public enum Change {
        /** Nothing to tell. */
        NONE,
        OPENED,
        /** The incident is clearly worse. */
        WORSE,
        /** The incident goes on, or turns out to be of another kind. */
        CONTINUES,
        CLOSED
    }

    private AlertPolicy policy;
    private final OwnThreshold level = new OwnThreshold();
    private final Schedule schedule = new Schedule();
    private final TransientPenalty blips = new TransientPenalty();

    private final IncidentLife life = new IncidentLife();

    private @Nullable Episode episode;
    private int stepsSinceActive;
    private int stepsSinceTold;
    /** Steps of late whose newest values were odd by themselves, less those since that were not. */
    private int oddSteps;

    /** Of the episode; when there is none, those just before, in a row. */
    private int farOffSteps;
    /** What was newest has been the most surprising at some step of the episode. */
    private boolean sudden;

    private boolean collective;
    private boolean newestOdd;
    /** Surprise from which on the step that was followed last is odd. */
    private double odd;

    private double lastPeak;
    private double pressure;

    /**
     * Something odd in the window.
     *
     * @param startedMs start of its first step, epoch milliseconds
     * @param threshold the surprise that it took
     * @param peak highest surprise so far
     */
    private record Episode(long startedMs, double threshold, double peak, AnomalyKind kind) {}

    public IncidentTracker(AlertPolicy policy) {
        this.policy = policy;
        this.stepsSinceActive = policy.restSteps();
    }

    /** The policy that incidents are followed by. */
    public AlertPolicy policy() {
        return policy;
    }

    /** Follows another policy, of the same windows and features, from the next step on. */
    public void use(AlertPolicy other) {
        policy = other;
    }

    /** Takes one judged step. */
    public Change add(String detector, String entity, Moment at, AnomalyScore judgement) {
        Change change = follow(at, judgement);
        long stepMs = at.stepMs();
        Incident told = life.open();
        Episode now = episode;
        if (told != null) {
            double peak = Math.max(told.peak(), now == null ? lastPeak : now.peak());
            AnomalyKind kind = now == null ? told.kind() : now.kind();
            return life.step(told, change, news(told, judgement), peak, kind, stepMs, policy);
        }
        // What gets clearly worse after the incident has ended, but not yet left the window, is another one.
        if (now == null || change != Change.OPENED && change != Change.WORSE) {
            return Change.NONE;
        }
        String id = Incident.id(detector, entity, stepMs);
        life.start(Incident.first(id, stepMs, now.threshold(), now.peak(), now.kind()), policy);
        return Change.OPENED;
    }

    /**
     * What the step that was followed last says by itself. Of what came little by little no single step is odd: then the
     * steps of the window together say it.
     */
    private News news(Incident told, AnomalyScore judgement) {
        boolean active = judgement.total() >= odd;
        if (active && judgement.silence() >= judgement.total()) {
            return News.SILENT;
        }
        // By less than odd it is not remembered in the journal, and must not count now either.
        boolean newest = newestOdd && judgement.newest() >= told.threshold();
        return newest || judgement.farOff() || active && !sudden ? News.ANOMALOUS : News.NONE;
    }

    private Change follow(Moment at, AnomalyScore judgement) {
        double intervalMs = at.intervalMs();
        double left = policy.pressureLeft(intervalMs);
        pressure *= left;
        blips.fade(left);
        double surprise = judgement.total();
        double newest = judgement.newest();
        // What is usual says nothing of silence, which is no opinion but a probability by itself.
        double budget = policy.budget(intervalMs);
        boolean silent = judgement.silence() >= surprise;
        double base =
                silent ? AlertPolicy.thresholdOf(budget) : level.threshold(policy, budget, Math.max(surprise, newest));
        double threshold = base + AlertPolicy.PRESSURE_PER_INCIDENT * pressure;
        level.learn(surprise, policy.windowSteps());
        odd = AlertPolicy.HOLD_SHARE * threshold;
        // Counted before an incident opens, too: a drift is a run of values by the time that it is noticed.
        newestOdd = newest >= odd;
        blips.step(surprise >= threshold, surprise >= odd);
        oddSteps = newestOdd ? Math.min(oddSteps + 1, policy.windowSteps()) : Math.max(0, oddSteps - 1);
        Episode current = episode;
        if (current == null) {
            boolean resting = stepsSinceActive < policy.restSteps();
            // What goes on below the threshold prolongs the rest; once it is over, it begins no new one.
            boolean active = resting && surprise >= odd;
            stepsSinceActive = active ? 0 : Math.min(stepsSinceActive + 1, policy.restSteps());
            double opening = opening(threshold, silent ? Double.MAX_VALUE : at.ageMs());
            if (surprise < opening || (resting && surprise < lastPeak + AlertPolicy.CLEARLY_WORSE)) {
                farOffSteps = judgement.farOff() ? farOffSteps + 1 : 0;
                return Change.NONE;
            }
            double scheduled = schedule.started(at, surprise);
            if (surprise < scheduled + AlertPolicy.CLEARLY_WORSE && scheduled > 0) {
                // As after an incident, but only while what has come is still in the window.
                lastPeak = scheduled;
                stepsSinceActive = policy.restSteps() - policy.holdSteps();
                return Change.NONE;
            }
            stepsSinceActive = 0;
            stepsSinceTold = 0;
            sudden = false;
            collective = oddRun();
            pressure++;
            blips.opened();
            episode = new Episode(at.stepMs(), opening, surprise, kind(judgement));
            return Change.OPENED;
        }
        stepsSinceTold++;
        boolean active = surprise >= odd;
        stepsSinceActive = active ? 0 : stepsSinceActive + 1;
        if (stepsSinceActive >= policy.holdSteps()) {
            over(current);
            return Change.CLOSED;
        }
        // Also when what all opinions say together has faded: the steps before soon foretell a run of values.
        collective |= oddRun();
        AnomalyKind kind = active ? kind(judgement) : collective ? AnomalyKind.COLLECTIVE : current.kind();
        if (surprise >= current.peak() + AlertPolicy.CLEARLY_WORSE) {
            stepsSinceTold = 0;
            episode = new Episode(current.startedMs(), current.threshold(), surprise, kind);
            return Change.WORSE;
        }
        if (kind != current.kind() || active && stepsSinceTold >= policy.updateSteps()) {
            stepsSinceTold = 0;
            double peak = Math.max(surprise, current.peak());
            episode = new Episode(current.startedMs(), current.threshold(), peak, kind);
            return Change.CONTINUES;
        }
        return Change.NONE;
    }

    /** The surprise that it takes to open an incident. */
    private double opening(double threshold, double ageMs) {
        double transientPenalty = policy.features() == 1 ? 0 : blips.beyondThreshold();
        return threshold + transientPenalty + AlertPolicy.beyondThresholdOfYoung(ageMs);
    }

    /**
     * The kind of the episode, an active step further on. Once it is a run of values it stays one. What began with
     * sudden values does not become one because they are still in the window when they are over.
     */
    private AnomalyKind kind(AnomalyScore judgement) {
        farOffSteps += judgement.farOff() ? 1 : 0;
        sudden |= !judgement.gradual();
        collective |= judgement.silence() > 0 || farOffSteps > MOST_POINTS || farOffSteps == 0 && !sudden;
        return collective ? AnomalyKind.COLLECTIVE : farOffSteps > 0 ? AnomalyKind.POINT : AnomalyKind.CONTEXTUAL;
    }

    /** Whether what was newest has been odd by itself for long. */
    private boolean oddRun() {
        return oddSteps > COLLECTIVE_SHARE * policy.windowSteps();
    }

    /** Whether what was newest in the last step was odd enough by itself to keep an incident open. */
    public boolean newestOdd() {
        return newestOdd;
    }

    /** The open incident, as it was last told; null when there is none. */
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
        Episode current = episode;
        if (current != null) {
            over(current);
        }
        boolean told = life.open() != null;
        life.end();
        return told;
    }

    private void over(Episode current) {
        lastPeak = current.peak();
        blips.closed();
        schedule.reached(current.startedMs(), lastPeak);
        episode = null;
        farOffSteps = 0;
    }

    public void write(ByteBuffer out) {
        life.write(out);
        Episode current = episode;
        out.put((byte) (current != null ? 1 : 0));
        if (current != null) {
            out.putLong(current.startedMs());
            out.putDouble(current.threshold());
            out.putDouble(current.peak());
            out.put((byte) current.kind().ordinal());
        }
        out.putInt(stepsSinceActive);
        out.putInt(stepsSinceTold);
        out.putInt(oddSteps);
        out.putInt(farOffSteps);
        out.put((byte) (sudden ? 1 : 0));
        out.put((byte) (collective ? 1 : 0));
        out.putDouble(lastPeak);
        out.putDouble(pressure);
        level.write(out);
        schedule.write(out);
        blips.write(out);
    }

    public void read(ByteBuffer in) {
        read(in, schedule::read);
    }

    /** Reads what entity states of format version 19 hold. */
    public void readVersion19(ByteBuffer in) {
        read(in, schedule::readVersion19);
    }

    private void read(ByteBuffer in, Consumer<ByteBuffer> ofSchedule) {
        life.read(in);
        episode = in.get() == 0
                ? null
                : new Episode(in.getLong(), in.getDouble(), in.getDouble(), AnomalyKind.values()[in.get()]);
        newestOdd = false;
        stepsSinceActive = in.getInt();
        stepsSinceTold = in.getInt();
        oddSteps = in.getInt();
        farOffSteps = in.getInt();
        sudden = in.get() != 0;
        collective = in.get() != 0;
        lastPeak = in.getDouble();
        pressure = in.getDouble();
        level.read(in);
        ofSchedule.accept(in);
        blips.read(in);
    }
}
