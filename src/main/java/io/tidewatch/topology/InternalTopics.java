package io.tidewatch.topology;

import java.util.List;

/**
 * The topics that belong to one application alone.
 *
 * @param entities changelog of the entities' state
 * @param byEntity through which events go to the task of their entity, see {@link PartitionPlan}
 * @param sourceClocks changelog of the time of each source partition
 * @param outages changelog of the newest outage of each source partition
 * @param activation changelog of the newest activation of a model that each task has used
 * @param samples through which windows go to the trainer
 * @param sampleStore changelog of the windows that are learned from
 * @param trainer changelog of how far the trainer is
 * @param shape see {@link ShapeTopic}
 */
public record InternalTopics(
        String entities,
        String byEntity,
        String sourceClocks,
        String outages,
        String activation,
        String samples,
        String sampleStore,
        String trainer,
        String shape) {
    static final String BY_ENTITY = "by-entity";
    static final String SAMPLES = "samples";

    public static InternalTopics of(String applicationId) {
        return new InternalTopics(
                applicationId + "-" + DetectSupplier.ENTITIES + "-changelog",
                applicationId + "-" + BY_ENTITY + "-repartition",
                applicationId + "-" + DecodeSupplier.SOURCE_CLOCKS + "-changelog",
                applicationId + "-" + DetectSupplier.OUTAGES + "-changelog",
                applicationId + "-" + DetectSupplier.ACTIVATION + "-changelog",
                applicationId + "-" + SAMPLES + "-repartition",
                applicationId + "-" + TrainerSupplier.SAMPLES + "-changelog",
                applicationId + "-" + TrainerSupplier.TRAINER + "-changelog",
                applicationId + "-shape");
    }

    public List<String> names() {
        return List.of(entities, byEntity, sourceClocks, outages, activation, samples, sampleStore, trainer, shape);
    }
}
