package io.tidewatch.topology;

/** Whether input can come in: a partition that cannot be read is not quiet. */
@FunctionalInterface
public interface InputPulse {

    /** Input can always come in. */
    InputPulse ALWAYS = System::nanoTime;

    /** Whether the calling stream thread has been given all records of a partition that there are. */
    default boolean allRead(String topic, int partition) {
        return true;
    }

    /** A number that changes while the broker answers the calling stream thread, and stands still while it does not. */
    long beats();
}
