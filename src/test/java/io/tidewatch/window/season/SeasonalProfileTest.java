package io.tidewatch.window.season;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A profile finds out for itself whether a feature follows the day, the week, or neither. */
class SeasonalProfileTest {
    private static final long SLOT_MS = 900_000;
    private static final int DAY = SeasonalProfile.SLOTS;
    /** A Monday. */
    private static final long START_MS = 4 * 86_400_000L;

    private final Random random = new Random(9);

    private SeasonalProfile learned(int days, LongToDoubleFunction value) {
        SeasonalProfile profile = new SeasonalProfile(1);
        for (long slot = 0; slot < (long) days * DAY; slot++) {
            profile.add(new float[] {(float) value.applyAsDouble(slot)}, 0, START_MS + slot * SLOT_MS);
        }
        return profile;
    }

    private static double ofDay(long slot) {
        return Math.sin(2 * Math.PI * slot / DAY);
    }

    private static boolean weekend(long slot) {
        return slot / DAY % 7 >= 5;
    }

    private double noise() {
        return 0.1 * random.nextGaussian();
    }

    private static float expected(SeasonalProfile profile, long slot) {
        return profile.expected(0, START_MS + slot * SLOT_MS);
    }

    @Test
    void dayIsExpectedAgain() {
        SeasonalProfile profile = learned(10, slot -> ofDay(slot) + noise());

        for (int slot = 0; slot < DAY; slot += 7) {
            assertThat(expected(profile, 10L * DAY + slot))
                    .isBetween((float) ofDay(slot) - 0.3f, (float) ofDay(slot) + 0.3f);
        }
    }

    @Test
    void weekendIsExpectedToBeOther() {
        SeasonalProfile profile = learned(35, slot -> ofDay(slot) - (weekend(slot) ? 1.5 : 0) + noise());

        long wednesdayNoon = 37L * DAY + DAY / 2;
        long saturdayNoon = 40L * DAY + DAY / 2;
        assertThat(expected(profile, wednesdayNoon)).isBetween(-0.4f, 0.4f);
        assertThat(expected(profile, saturdayNoon)).isBetween(-1.9f, -1.1f);
    }

    @Test
    void afterTwoWeekendsTheThirdIsExpectedWhole() {
        SeasonalProfile profile = learned(19, slot -> ofDay(slot) - (weekend(slot) ? 1.5 : 0) + noise());

        long fridayNoon = 18L * DAY + DAY / 2;
        long saturdayMorning = 19L * DAY + DAY / 4;
        long saturdayNoon = 19L * DAY + DAY / 2;
        assertThat(expected(profile, fridayNoon)).isBetween(-0.3f, 0.3f);
        assertThat(expected(profile, saturdayMorning)).isBetween(-0.8f, -0.2f);
        assertThat(expected(profile, saturdayNoon)).isBetween(-1.8f, -1.2f);
    }

    @Test
    void oneWeekdayOfItsOwnIsExpectedToo() {
        SeasonalProfile profile = learned(35, slot -> ofDay(slot) + (slot / DAY % 7 == 2 ? 2 : 0) + noise());

        long wednesdayNoon = 37L * DAY + DAY / 2;
        long thursdayNoon = 38L * DAY + DAY / 2;
        assertThat(expected(profile, wednesdayNoon)).isBetween(1.4f, 2.4f);
        assertThat(expected(profile, thursdayNoon)).isBetween(-0.4f, 0.4f);
    }

    @Test
    void afterOneWeekendTheNextIsExpectedByTheHalfHour() {
        // Weekends are quiet but for one hour, which slots of three hours would smear.
        SeasonalProfile profile =
                learned(12, slot -> weekend(slot) && slot % DAY / 4 != 6 ? noise() : 2 + ofDay(slot) + noise());

        long saturday = 12L * DAY;
        assertThat(expected(profile, saturday + 26)).isBetween(2.6f, 3.4f);
        assertThat(expected(profile, saturday + 32)).isBetween(-0.4f, 0.4f);
        assertThat(expected(profile, saturday + 20)).isBetween(-0.4f, 0.4f);
    }

    @Test
    void whatGrowsIsFollowedWithinDays() {
        double perDay = 0.1;
        SeasonalProfile profile = learned(30, slot -> ofDay(slot) + perDay * slot / DAY + noise());

        float lag = (float) (perDay * 30.5) - expected(profile, 30L * DAY + DAY / 2);
        assertThat(lag).as("days behind: %.1f", lag / perDay).isLessThan((float) (3.5 * perDay));
    }

    @Test
    void whereTheProfileOnlyHarmsNothingIsExpected() {
        // Each day the other way round: the days before mislead.
        SeasonalProfile profile =
                learned(20, slot -> (slot / DAY % 2 == 0 ? 1 : -1) * (2 + ofDay(slot)) * 0.5 + noise());
        SeasonalProfile rhythm = learned(20, slot -> ofDay(slot) + noise());

        assertThat(expected(rhythm, 20L * DAY)).isNotNaN();
        assertThat(misled(profile)).isTrue();
    }

    /** Whether it is silent, or says no more than the middle. */
    private static boolean misled(SeasonalProfile profile) {
        float usual = expected(profile, 20L * DAY + DAY / 2);
        return Float.isNaN(usual) || Math.abs(usual) < 0.6f;
    }

    @Test
    void storedProfileIsTheSame() {
        SeasonalProfile profile = learned(16, slot -> ofDay(slot) - (weekend(slot) ? 1 : 0) + noise());
        ByteBuffer bytes = ByteBuffer.allocate(4_000);
        profile.write(bytes);
        SeasonalProfile read = new SeasonalProfile(1);
        read.read(bytes.flip());

        assertThat(bytes.hasRemaining()).isFalse();
        for (long slot = 16L * DAY; slot < 23L * DAY; slot++) {
            assertThat(expected(read, slot)).isEqualTo(expected(profile, slot));
        }
    }
}
