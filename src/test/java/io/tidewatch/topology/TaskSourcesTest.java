package io.tidewatch.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.event.Event;
import io.tidewatch.window.Outage;
import io.tidewatch.window.SourceClock;
import io.tidewatch.window.SourceTime;
import io.tidewatch.window.SourcedEvent;
import io.tidewatch.window.StepSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSourcesTest {
    private static final StepSpec TEN_SECONDS = new StepSpec(10_000, 0, 20_000);
    private static final long WALL = 1_700_000_000_000L;
    private static final long EVENT = 1_600_000_000_000L;
    private static final Outage OUTAGE = Outage.since(EVENT, "a".hashCode());
    private static final int ID = SourceIds.of("readings", 3);

    @TempDir
    private java.nio.file.Path directory;

    private final List<SourceTime> told = new ArrayList<>();
    private KeyValueStore<byte[], byte[]> store;
    private TaskSources sources;
    private boolean connected = true;
    private boolean allRead = true;
    private long beats;
    private long nowMs = WALL;

    private final InputPulse pulse = new InputPulse() {
        @Override
        public long beats() {
            return connected ? ++beats : beats;
        }

        @Override
        public boolean allRead(String topic, int partition) {
            return allRead;
        }
    };

    @BeforeEach
    void open() {
        java.util.Properties settings = new java.util.Properties();
        settings.put("application.id", "d");
        settings.put("bootstrap.servers", "127.0.0.1:1");
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(settings, new TaskId(0, 3), directory.toFile());
        store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(DecodeSupplier.SOURCE_CLOCKS),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        start();
    }

    private void start() {
        sources = new TaskSources(TEN_SECONDS, store, pulse);
        sources.open("readings", 3, nowMs);
    }

    private SourcedEvent event(long atMs) {
        return sources.event(new Event("a", atMs, 1), new Place("readings", 3, 77), nowMs);
    }

    private void look(int seconds) {
        for (int s = 0; s < seconds; s++) {
            nowMs += 1_000;
            told.addAll(sources.look(nowMs));
        }
    }

    private SourceTime last() {
        return told.get(told.size() - 1);
    }

    @Test
    void eventBringsItsSourceAndThatSourcesTime() {
        assertThat(event(EVENT)).isEqualTo(new SourcedEvent(new Event("a", EVENT, 1), ID, EVENT, 77));
        assertThat(event(EVENT - 5_000).sourceTimeMs()).isEqualTo(EVENT);
    }

    @Test
    void timeIsToldWhenItComesIntoAnotherStep() {
        event(EVENT);
        look(1);
        event(EVENT + 3_000);
        look(1);
        assertThat(told).containsExactly(new SourceTime(ID, EVENT, false));
        event(EVENT + 10_000);
        look(1);
        assertThat(last()).isEqualTo(new SourceTime(ID, EVENT + 10_000, false));
    }

    @Test
    void sourceThatNeverHadAnEventIsIdleOnceThereHasBeenNothingToReadForSomeSeconds() {
        allRead = false;
        look(10);
        assertThat(last()).isEqualTo(new SourceTime(ID, SourceClock.NONE, false));
        allRead = true;
        look(4);
        assertThat(told).noneMatch(SourceTime::idle);
        look(1);
        assertThat(last()).isEqualTo(new SourceTime(ID, SourceClock.NONE, true));
    }

    @Test
    void sourceWithoutEventsIsIdleAndGoesOnWithTheWallClock() {
        event(EVENT);
        look(19);
        assertThat(last().idle()).isFalse();
        look(1);
        assertThat(last()).isEqualTo(new SourceTime(ID, EVENT + 20_000, true, OUTAGE));
        look(40);
        assertThat(last()).isEqualTo(new SourceTime(ID, EVENT + 60_000, true, OUTAGE));
    }

    @Test
    void whatIsNotReadYetIsNotIdle() {
        event(EVENT);
        allRead = false;
        look(300);
        assertThat(told).noneMatch(SourceTime::idle);
    }

    @Test
    void timeWithoutAnAnswerFromTheBrokerDoesNotCount() {
        event(EVENT);
        connected = false;
        look(300);
        assertThat(told).noneMatch(SourceTime::idle);
    }

    @Test
    void longGapBetweenLooksOrAClockSetBackCountsLittle() {
        event(EVENT);
        nowMs += 3_600_000;
        look(1);
        nowMs -= 7_200_000;
        look(1);
        assertThat(told).noneMatch(SourceTime::idle);
    }

    @Test
    void whatWasToldIsToldAgainForTasksThatCameLater() {
        allRead = false;
        event(EVENT);
        look(100);
        assertThat(told).hasSize(4).allMatch(time -> time.equals(told.get(0)));
    }

    @Test
    void clockGoesOnWhereItStoodAfterARestart() {
        event(EVENT);
        look(1);
        start();
        assertThat(event(EVENT - 5_000).sourceTimeMs()).isEqualTo(EVENT);
    }
}
