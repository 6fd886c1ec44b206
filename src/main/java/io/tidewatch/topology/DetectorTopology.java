package io.tidewatch.topology;

import io.tidewatch.detector.FeatureHistory;
import io.tidewatch.window.FromSource;
import io.tidewatch.window.SourceTime;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/** The whole way from input topic to alerts topic, as a Kafka Streams topology. */
public final class DetectorTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private DetectorTopology() {}

    /**
     * @param registry asked for writer schemas
     * @param outputs how alerts are written, how large what is published may be
     * @param models looked at between records for a newer model
     * @param learning where full windows go
     * @param pulse distinguishes quiet input from a broker that does not answer
     * @param observer receives what happens
     */
    public static Topology build(
            TopologySpec spec,
            PatientRegistry registry,
            Outputs outputs,
            ModelHolder models,
            Learning learning,
            InputPulse pulse,
            TopologyObserver observer) {
        DeadLetters letters = new DeadLetters(spec.deadLettersTopic(), outputs.limits(), observer);
        StreamsBuilder builder = new StreamsBuilder();

        KStream<byte[], Decoded> decoded = builder.stream(
                        spec.inputTopics(),
                        Consumed.with(BYTES, BYTES)
                                .withTimestampExtractor(new RecordTime())
                                .withName("source"))
                .process(new DecodeSupplier(spec, registry, pulse, observer), Named.as("decode"));

        decoded.filterNot((key, record) -> record.isSent(), Named.as("rejected"))
                .process(() -> new LetterProcessor(letters), Named.as("fit-letter"))
                .to(spec.deadLettersTopic(), Produced.with(BYTES, BYTES).withName("dead-letters"));

        KStream<byte[], FromSource> events = decoded.filter((key, record) -> record.isSent(), Named.as("accepted"))
                .mapValues(Decoded::sent, Named.as("event"));
        if (spec.partitions().rekeyed()) {
            // All events of an entity must meet in one task: through a topic keyed by it.
            events = events.repartition(byEntity(spec.partitions().state(), spec.features()));
        }
        KStream<byte[], Detected> detected =
                events.process(new DetectSupplier(spec, models, learning, observer), Named.as("window-score-decide"));
        if (learning instanceof Learning.Trained trained) {
            // The windows of all tasks meet in one, which is the trainer: Kafka gives it one owner, and another after a
            // fault.
            detected.filter((key, sent) -> sent instanceof Detected.ToTrainer, Named.as("sampled"))
                    .mapValues(Detected.ToTrainer.class::cast, Named.as("sample"))
                    .repartition(toTrainer())
                    .process(new TrainerSupplier(spec, trained, observer), Named.as("trainer"));
        }

        detected.filter((key, sent) -> sent instanceof Detected.Raised, Named.as("raised"))
                .mapValues(sent -> ((Detected.Raised) sent).alert(), Named.as("alert"))
                .process(() -> new AlertProcessor(spec.alertsTopic(), outputs, observer), Named.as("fit-alert"))
                .to(spec.alertsTopic(), Produced.with(BYTES, BYTES).withName("alerts"));

        return builder.build();
    }

    private static Repartitioned<byte[], Detected.ToTrainer> toTrainer() {
        return Repartitioned.<byte[], Detected.ToTrainer>as(InternalTopics.SAMPLES)
                .withKeySerde(BYTES)
                .withValueSerde(new ToTrainerSerde())
                .withNumberOfPartitions(1);
    }

    private static Repartitioned<byte[], FromSource> byEntity(int partitions, FeatureHistory features) {
        Repartitioned<byte[], FromSource> topic = Repartitioned.<byte[], FromSource>as(InternalTopics.BY_ENTITY)
                .withKeySerde(BYTES)
                .withValueSerde(new FromSourceSerde(features))
                .withStreamPartitioner(DetectorTopology::partitions);
        return partitions == 0 ? topic : topic.withNumberOfPartitions(partitions);
    }

    /** Events go where their key belongs, as the producer decides; the time of a source goes to every partition. */
    private static Optional<Set<Integer>> partitions(String topic, byte[] key, FromSource sent, int partitions) {
        return sent instanceof SourceTime
                ? Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()))
                : Optional.empty();
    }
}
