package io.tidewatch.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidewatch.event.Extraction.Rejected;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventExtractorTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final String FIXED16 = "{\"type\":\"fixed\",\"name\":\"F\",\"size\":16%s}";

    /** A record schema with one field {@code x} of a type written in JSON. */
    private static Schema recordOf(String type) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":" + type + "}]}");
    }

    private static GenericRecord record(Schema schema, Object value) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("x", value);
        return record;
    }

    private static EventSpec features(String... paths) {
        return new EventSpec(
                Optional.empty(), Optional.empty(), TimeUnitOfField.MILLIS, List.of(paths), List.of(), 0, 60_000);
    }

    private static Extraction feature(String type, Object value) {
        Schema schema = recordOf(type);
        return new EventExtractor(features("x"), schema).extract(record(schema, value), "k", NOW, NOW);
    }

    private static double value(Extraction extraction) {
        assertThat(extraction).isInstanceOf(Event.class);
        return ((Event) extraction).value(0);
    }

    private static Rejected rejected(Extraction extraction) {
        assertThat(extraction).isInstanceOf(Rejected.class);
        return (Rejected) extraction;
    }

    static Stream<Arguments> numbers() {
        Schema fixed = recordOf(FIXED16.formatted(",\"logicalType\":\"decimal\",\"precision\":30,\"scale\":3"))
                .getField("x")
                .schema();
        byte[] padded = new byte[16];
        java.util.Arrays.fill(padded, (byte) -1);
        byte[] unscaled = BigInteger.valueOf(-12_345).toByteArray();
        System.arraycopy(unscaled, 0, padded, 16 - unscaled.length, unscaled.length);
        String decimal = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":20,\"scale\":2}";
        ByteBuffer bytes = ByteBuffer.wrap(BigInteger.valueOf(1_999).toByteArray());
        return Stream.of(
                arguments("\"int\"", -7, -7.0),
                arguments("\"long\"", 1L << 40, (double) (1L << 40)),
                arguments("\"float\"", 0.5f, 0.5),
                arguments("\"double\"", 1e29, 1e29),
                arguments("\"double\"", 1e300, 1e30),
                arguments("\"double\"", -1e300, -1e30),
                arguments("\"boolean\"", true, 1.0),
                arguments("\"boolean\"", false, 0.0),
                arguments("[\"null\",\"double\"]", 2.5, 2.5),
                arguments("[\"double\",\"null\"]", 2.5, 2.5),
                arguments("[\"int\",\"null\",\"double\",\"boolean\"]", 3, 3.0),
                arguments("[\"int\",\"null\",\"double\",\"boolean\"]", 3.5, 3.5),
                arguments("[\"int\",\"null\",\"double\",\"boolean\"]", true, 1.0),
                arguments("[\"string\",\"long\"]", 5L, 5.0),
                arguments(decimal, bytes, 19.99),
                arguments("[\"null\"," + decimal + "]", bytes, 19.99),
                arguments(fixed.toString(), new GenericData.Fixed(fixed, padded), -12.345),
                arguments("{\"type\":\"int\",\"logicalType\":\"date\"}", 19_000, 19_000.0),
                arguments("{\"type\":\"int\",\"logicalType\":\"time-millis\"}", 1_000, 1_000.0),
                arguments("{\"type\":\"long\",\"logicalType\":\"time-micros\"}", 1_000L, 1_000.0),
                arguments("{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", NOW, (double) NOW),
                arguments("{\"type\":\"long\",\"logicalType\":\"local-timestamp-micros\"}", 9L, 9.0));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numberOfAnyTypeIsRead(String type, Object stored, double expected) {
        assertThat(value(feature(type, stored))).isEqualTo(expected);
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                arguments("[\"null\",\"double\"]", null),
                arguments("[\"int\",\"null\"]", null),
                arguments("\"null\"", null),
                arguments("\"double\"", Double.NaN),
                arguments("\"double\"", Double.POSITIVE_INFINITY),
                arguments("\"float\"", Float.NEGATIVE_INFINITY),
                arguments("\"float\"", Float.NaN));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void nullAndNonFiniteAreMissing(String type, Object stored) {
        assertThat(value(feature(type, stored))).isNaN();
    }

    @Test
    void decimalBeyondADoubleIsMissing() {
        Schema schema = recordOf("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":999}");
        ByteBuffer bytes = ByteBuffer.wrap(BigInteger.TEN.pow(400).toByteArray());
        assertThat(value(new EventExtractor(features("x"), schema).extract(record(schema, bytes), "k", NOW, NOW)))
                .isNaN();
    }

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                arguments("\"string\"", "string"),
                arguments("[\"null\",\"string\"]", "string"),
                arguments("\"bytes\"", "bytes"),
                arguments("{\"type\":\"enum\",\"name\":\"Colour\",\"symbols\":[\"RED\"]}", "enum Colour"),
                arguments("{\"type\":\"record\",\"name\":\"Inner\",\"fields\":[]}", "record Inner"),
                arguments("{\"type\":\"array\",\"items\":\"double\"}", "array"),
                arguments("{\"type\":\"map\",\"values\":\"double\"}", "map"),
                arguments(FIXED16.formatted(""), "fixed F"),
                arguments("{\"type\":\"string\",\"logicalType\":\"uuid\"}", "string (uuid)"));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void featureOfAWrongTypeRejectsEveryRecordOfTheSchemaNamingFieldWithType(String type, String named) {
        Schema schema = recordOf(type);
        EventExtractor extractor = new EventExtractor(features("x"), schema);

        Rejected rejected = rejected(extractor.extract(new GenericData.Record(schema), "k", NOW, NOW));

        assertThat(rejected.reason()).isEqualTo(RejectionReason.WRONG_TYPE);
        assertThat(rejected.detail()).contains("feature x", "x is " + named);
        assertThat(extractor.alwaysRejected()).contains(rejected);
    }

    @Test
    void unionWithAStringRejectsOnlyTheRecordsThatHoldTheString() {
        assertThat(value(feature("[\"null\",\"string\",\"double\"]", 1.5))).isEqualTo(1.5);
        assertThat(value(feature("[\"null\",\"string\",\"double\"]", null))).isNaN();
        Rejected rejected = rejected(feature("[\"null\",\"string\",\"double\"]", "1.5"));
        assertThat(rejected.reason()).isEqualTo(RejectionReason.WRONG_TYPE);
        assertThat(rejected.detail()).contains("feature x", "holds string");
    }

    @Test
    void decimalWithoutBytesIsRejectedNotThrown() {
        Rejected rejected = rejected(feature(
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4}", ByteBuffer.wrap(new byte[0])));
        assertThat(rejected.reason()).isEqualTo(RejectionReason.WRONG_TYPE);
    }

    static Stream<Arguments> hugeDecimals() {
        ByteBuffer framed = ByteBuffer.allocate(400_008);
        // The length 400,000 as Avro writes it, the number, scale 0.
        framed.put(new byte[] {(byte) 0x80, (byte) 0xea, 0x30})
                .put(seeded(400_000))
                .put((byte) 0);
        return Stream.of(
                arguments(
                        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4}",
                        ByteBuffer.wrap(seeded(400_000))),
                arguments(
                        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4}",
                        ByteBuffer.wrap(seeded(1 << 20))),
                arguments(
                        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":4}",
                        ByteBuffer.wrap(seeded(257))),
                arguments("{\"type\":\"bytes\",\"logicalType\":\"big-decimal\"}", framed.flip()),
                // One, with a scale of 1,000,000,000.
                arguments(
                        "{\"type\":\"bytes\",\"logicalType\":\"big-decimal\"}",
                        ByteBuffer.wrap(new byte[] {2, 1, (byte) 0x80, (byte) 0xa8, (byte) 0xd6, (byte) 0xb9, 7})),
                arguments(
                        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":2000000000,\"scale\":1999999999}",
                        ByteBuffer.wrap(new byte[] {1})));
    }

    private static byte[] seeded(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("hugeDecimals")
    void decimalsOfManyDigitsOrPlacesAreRejectedUnread(String type, ByteBuffer stored) {
        Rejected rejected = rejected(feature(type, stored));
        assertThat(rejected.reason()).isEqualTo(RejectionReason.WRONG_TYPE);
        assertThat(rejected.detail()).startsWith("feature x must be a number, but a decimal of ");
    }

    @Test
    void typesInAUnionOfThousandsAreNamedInAKilobyte() {
        String branches = java.util.stream.IntStream.range(0, 5_000)
                .mapToObj(i -> "{\"type\":\"record\",\"name\":\"SomeRecordWithALongName" + i + "\",\"fields\":[]}")
                .collect(java.util.stream.Collectors.joining(","));
        Rejected always = new EventExtractor(features("x"), recordOf("[" + branches + "]"))
                .alwaysRejected()
                .orElseThrow();
        assertThat(always.detail()).contains("record SomeRecordWithALongName0").contains("(cut, ");
        assertThat(always.detail().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(1_024);
    }

    @Test
    void unionsOfRecordsThatLeadToEachOtherAreResolvedOnce() {
        int records = 60;
        List<Schema> all = new java.util.ArrayList<>();
        for (int i = 0; i < records; i++) {
            all.add(Schema.createRecord("R" + i, null, null, false));
        }
        for (Schema record : all) {
            record.setFields(List.of(new Schema.Field("a", Schema.createUnion(all))));
        }
        // Sixty to the power of ten ways lead to the end of this path.
        String path = "a.a.a.a.a.a.a.a.a.a";
        EventExtractor extractor = new EventExtractor(features(path), all.get(0));
        assertThat(extractor.alwaysRejected()).isPresent();
        assertThat(Projection.of(all.get(0), features(path)).getField("a")).isNotNull();
    }

    @Test
    void entityIsHeldToBytesNotCharacters() {
        Schema schema = recordOf("\"string\"");
        EventExtractor extractor = new EventExtractor(entity("x"), schema);
        assertThat(extractor.extract(record(schema, "水".repeat(341)), null, NOW, NOW))
                .isInstanceOf(Event.class);
        assertThat(rejected(extractor.extract(record(schema, "水".repeat(342)), null, NOW, NOW))
                        .detail())
                .isEqualTo("entity field x is longer than 1024 bytes");
    }

    @Test
    void nestedRecordsInUnionsOfAnyOrderAreFollowed() {
        Schema schema = new Schema.Parser().parse("""
                        {"type":"record","name":"Car","fields":[
                          {"name":"engine","type":["null",
                            {"type":"record","name":"Petrol","fields":[{"name":"pad","type":"int"},
                              {"name":"oil","type":{"type":"record","name":"Oil","fields":[
                                {"name":"temp","type":["float","null"]}]}}]},
                            {"type":"record","name":"Electric","fields":[{"name":"volt","type":"int"}]}]}]}
                        """);
        EventExtractor extractor = new EventExtractor(features("engine.oil.temp", "engine.volt"), schema);
        List<Schema> engines = schema.getField("engine").schema().getTypes();
        GenericRecord oil =
                new GenericData.Record(engines.get(1).getField("oil").schema());
        oil.put("temp", 90f);
        GenericRecord petrol = new GenericData.Record(engines.get(1));
        petrol.put("oil", oil);
        GenericRecord electric = new GenericData.Record(engines.get(2));
        electric.put("volt", 400);

        assertThat(extractor.missingFeatures()).isEmpty();
        assertThat(car(extractor, schema, petrol)).isEqualTo(new Event("k", NOW, 90, Double.NaN));
        assertThat(car(extractor, schema, electric)).isEqualTo(new Event("k", NOW, Double.NaN, 400));
        assertThat(car(extractor, schema, null)).isEqualTo(new Event("k", NOW, Double.NaN, Double.NaN));
    }

    private static Event car(EventExtractor extractor, Schema schema, GenericRecord engine) {
        GenericRecord car = new GenericData.Record(schema);
        car.put("engine", engine);
        return (Event) extractor.extract(car, "k", NOW, NOW);
    }

    @Test
    void pathThroughANumberIsAWrongType() {
        EventExtractor extractor = new EventExtractor(features("x.y"), recordOf("\"int\""));
        assertThat(extractor.alwaysRejected().orElseThrow().detail()).contains("x is int, not a record");
    }

    @Test
    void configuredFeatureThatTheSchemaLacksIsMissingNotRejected() {
        Schema schema = recordOf("\"double\"");
        EventExtractor extractor = new EventExtractor(
                new EventSpec(
                        Optional.empty(),
                        Optional.empty(),
                        TimeUnitOfField.MILLIS,
                        List.of("x", "gone", "gone.too"),
                        List.of("region"),
                        0,
                        0),
                schema);

        assertThat(extractor.missingFeatures()).containsExactly("gone", "gone.too", "region");
        assertThat(extractor.extract(record(schema, 1.0), "k", NOW, NOW))
                .isEqualTo(new Event("k", NOW, new double[] {1, Double.NaN, Double.NaN}, new String[] {null}));
    }

    @Test
    void emptyPathCountsEvents() {
        Schema schema = recordOf("\"string\"");
        EventExtractor extractor = new EventExtractor(features(""), schema);
        assertThat(value(extractor.extract(record(schema, "any"), "k", NOW, NOW)))
                .isEqualTo(1);
        assertThat(extractor.missingFeatures()).isEmpty();
    }

    @Test
    void schemaThatIsNoRecordIsRefused() {
        assertThatThrownBy(() -> new EventExtractor(features("x"), Schema.create(Schema.Type.STRING)))
                .hasMessageContaining("string");
    }

    private static EventSpec entity(String path) {
        return new EventSpec(
                Optional.of(path), Optional.empty(), TimeUnitOfField.MILLIS, List.of(""), List.of(), 0, 60_000);
    }

    static Stream<Arguments> entities() {
        UUID uuid = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
        Schema fixed = recordOf(FIXED16.formatted(",\"logicalType\":\"uuid\""))
                .getField("x")
                .schema();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        Schema colour = recordOf("{\"type\":\"enum\",\"name\":\"Colour\",\"symbols\":[\"RED\"]}")
                .getField("x")
                .schema();
        return Stream.of(
                arguments("\"string\"", "pump-7", "pump-7"),
                arguments("[\"null\",\"string\"]", "pump-7", "pump-7"),
                arguments("\"int\"", 7, "7"),
                arguments("\"long\"", -7L, "-7"),
                arguments("{\"type\":\"string\",\"logicalType\":\"uuid\"}", uuid.toString(), uuid.toString()),
                arguments(fixed.toString(), new GenericData.Fixed(fixed, bytes), uuid.toString()),
                arguments(colour.toString(), new GenericData.EnumSymbol(colour, "RED"), "RED"));
    }

    @ParameterizedTest
    @MethodSource("entities")
    void entityIsReadFromAField(String type, Object stored, String expected) {
        Schema schema = recordOf(type);
        Extraction extraction = new EventExtractor(entity("x"), schema).extract(record(schema, stored), null, NOW, NOW);
        assertThat(((Event) extraction).entity()).isEqualTo(expected);
    }

    @Test
    void entityThatIsAbsentEmptyOrEndlessIsNoKey() {
        Schema schema = recordOf("[\"null\",\"string\"]");
        EventExtractor extractor = new EventExtractor(entity("x"), schema);
        for (String none : new String[] {null, "", "e".repeat(1025)}) {
            assertThat(rejected(extractor.extract(record(schema, none), "key", NOW, NOW))
                            .reason())
                    .isEqualTo(RejectionReason.NO_KEY);
        }
        assertThat(rejected(new EventExtractor(entity("y"), schema).extract(record(schema, "a"), "key", NOW, NOW))
                        .reason())
                .isEqualTo(RejectionReason.NO_KEY);
        assertThat(rejected(new EventExtractor(features("y"), schema).extract(record(schema, "a"), null, NOW, NOW))
                        .reason())
                .isEqualTo(RejectionReason.NO_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"double\"", "\"boolean\"", "\"bytes\"", "{\"type\":\"array\",\"items\":\"string\"}"})
    void entityOfAnotherTypeIsAWrongType(String type) {
        assertThat(new EventExtractor(entity("x"), recordOf(type))
                        .alwaysRejected()
                        .orElseThrow()
                        .detail())
                .contains("entity field x");
    }

    private static Extraction timed(String type, Object stored, TimeUnitOfField unit) {
        Schema schema = recordOf(type);
        EventSpec spec = new EventSpec(Optional.empty(), Optional.of("x"), unit, List.of(""), List.of(), 1_000, 60_000);
        return new EventExtractor(spec, schema).extract(record(schema, stored), "k", 5, NOW);
    }

    /** As {@link #timed}, with numbers of milliseconds, local times of Lisbon, and nothing before 1990. */
    private static Extraction timedInLisbon(String type, Object stored) {
        Schema schema = recordOf(type);
        EventSpec spec = new EventSpec(
                Optional.empty(),
                Optional.of("x"),
                TimeUnitOfField.MILLIS,
                List.of(""),
                List.of(),
                631_152_000_000L,
                60_000,
                KeyFormat.AUTO,
                ZoneId.of("Europe/Lisbon"));
        return new EventExtractor(spec, schema).extract(record(schema, stored), "k", 5, NOW);
    }

    static Stream<Arguments> times() {
        TimeUnitOfField millis = TimeUnitOfField.MILLIS;
        return Stream.of(
                arguments("\"long\"", 1_600_000_000L, TimeUnitOfField.SECONDS, 1_600_000_000_000L),
                arguments("\"int\"", 1_600_000_000, TimeUnitOfField.SECONDS, 1_600_000_000_000L),
                arguments("\"long\"", 1_600_000_000_123L, millis, 1_600_000_000_123L),
                arguments("\"long\"", 1_600_000_000_123_999L, TimeUnitOfField.MICROS, 1_600_000_000_123L),
                arguments("\"long\"", 1_600_000_000_123_999_999L, TimeUnitOfField.NANOS, 1_600_000_000_123L),
                arguments("\"double\"", 1_600_000_000.123, TimeUnitOfField.SECONDS, 1_600_000_000_123L),
                arguments(
                        "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}",
                        1_600_000_000_123L,
                        TimeUnitOfField.SECONDS,
                        1_600_000_000_123L),
                arguments(
                        "[\"null\",{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}]",
                        1_600_000_000_123_456L,
                        TimeUnitOfField.SECONDS,
                        1_600_000_000_123L),
                arguments(
                        "{\"type\":\"long\",\"logicalType\":\"timestamp-nanos\"}",
                        1_600_000_000_123_456_789L,
                        millis,
                        1_600_000_000_123L),
                arguments(
                        "{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}",
                        1_600_000_000_123L,
                        TimeUnitOfField.SECONDS,
                        1_600_000_000_123L),
                arguments("{\"type\":\"int\",\"logicalType\":\"date\"}", 18_000, millis, 18_000 * 86_400_000L),
                arguments("\"string\"", "2020-09-13T12:26:40Z", millis, 1_600_000_000_000L),
                arguments("\"string\"", "2020-09-13T14:26:40.5+02:00", millis, 1_600_000_000_500L),
                arguments("\"string\"", "2020-09-13T12:26:40", millis, 1_600_000_000_000L),
                arguments("\"string\"", "2020-09-13 12:26:40", millis, 1_600_000_000_000L),
                arguments("\"string\"", "2020-09-13T13:26:40 +0100", millis, 1_600_000_000_000L),
                arguments("\"string\"", "1600000000000", millis, 1_600_000_000_000L),
                arguments("\"string\"", " 1600000000.25", TimeUnitOfField.SECONDS, 1_600_000_000_250L),
                arguments("\"string\"", "2020-09-13", millis, 1_599_955_200_000L));
    }

    @ParameterizedTest
    @MethodSource("times")
    void timeIsReadFromAField(String type, Object stored, TimeUnitOfField unit, long expectedMs) {
        Extraction extraction = timed(type, stored, unit);
        assertThat(extraction).isInstanceOf(Event.class);
        assertThat(((Event) extraction).timestampMs()).isEqualTo(expectedMs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string | | 2020-07-01 12:00 | 2020-07-01T11:00:00Z",
                "string | | 2020-07-01T12:00Z | 2020-07-01T12:00:00Z",
                "string | | 2020-10-25 01:30 | 2020-10-25T00:30:00Z",
                "int | date | 18444 | 2020-06-30T23:00:00Z",
                "long | local-timestamp-millis | 1593604800123 | 2020-07-01T11:00:00.123Z",
                "long | local-timestamp-micros | 1593604800123456 | 2020-07-01T11:00:00.123Z",
                "long | local-timestamp-nanos | 1593604800123456789 | 2020-07-01T11:00:00.123Z",
                "long | timestamp-millis | 1593604800123 | 2020-07-01T12:00:00.123Z",
                "long | | 1593604800123 | 2020-07-01T12:00:00.123Z",
            })
    void timeThatNamesNoZoneIsLocal(String type, @Nullable String logical, String stored, String expected) {
        String schema = logical == null
                ? "\"" + type + "\""
                : "{\"type\":\"%s\",\"logicalType\":\"%s\"}".formatted(type, logical);
        Object value =
                switch (type) {
                    case "int" -> Integer.valueOf(stored);
                    case "long" -> Long.valueOf(stored);
                    default -> stored;
                };
        Extraction extraction = timedInLisbon(schema, value);
        assertThat(extraction).isInstanceOf(Event.class);
        assertThat(Instant.ofEpochMilli(((Event) extraction).timestampMs())).isEqualTo(expected);
    }

    @Test
    void numberOutOfRangeIsRejectedWithTheUnitThatItMustHave() {
        assertThat(rejected(timedInLisbon("\"long\"", 1_699_999_000L)).detail())
                .isEqualTo("event time 1970-01-20T16:13:19Z is before 1990-01-01T00:00:00Z; time field x holds"
                        + " 1699999000, read as milliseconds; it looks like seconds: set input.time-unit: s"
                        + " (--set input.time-unit=s)");
        assertThat(rejected(timedInLisbon("\"long\"", 1_699_999_000_000_000L)).detail())
                .contains(
                        "more than 60000 ms ahead of the clock", "it looks like microseconds: set input.time-unit: us");
        assertThat(rejected(timedInLisbon("\"double\"", 1_699_999_000.5)).detail())
                .contains("holds 1699999000.5, read as milliseconds; it looks like seconds");
        assertThat(rejected(timedInLisbon("\"string\"", "1699999000")).detail()).contains("it looks like seconds");
    }

    @Test
    void timeOutOfRangeInEveryUnitOrThatKnowsItsUnitIsRejectedWithoutAHint() {
        assertThat(List.of(
                        rejected(timedInLisbon("\"long\"", 5L)),
                        rejected(timedInLisbon("\"double\"", 1e300)),
                        rejected(timedInLisbon("\"string\"", "1989-12-31")),
                        rejected(timedInLisbon("{\"type\":\"int\",\"logicalType\":\"date\"}", 1)),
                        rejected(timedInLisbon(
                                "{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}", Long.MIN_VALUE)),
                        rejected(timedInLisbon(
                                "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}", 1_699_999_000L))))
                .allSatisfy(rejected -> {
                    assertThat(rejected.reason()).isEqualTo(RejectionReason.TIME_OUT_OF_RANGE);
                    assertThat(rejected.detail()).endsWith("; check the time field and its unit");
                });
    }

    @Test
    void timeThatIsNoneIsRejected() {
        assertThat(rejected(timed("[\"null\",\"long\"]", null, TimeUnitOfField.MILLIS))
                        .reason())
                .isEqualTo(RejectionReason.NO_TIME);
        Rejected text = rejected(timed("\"string\"", "yesterday", TimeUnitOfField.MILLIS));
        assertThat(text.reason()).isEqualTo(RejectionReason.WRONG_TYPE);
        assertThat(text.detail()).contains("time field x", "'yesterday'", "ISO-8601");
        assertThat(rejected(timed("\"double\"", Double.NaN, TimeUnitOfField.MILLIS))
                        .reason())
                .isEqualTo(RejectionReason.WRONG_TYPE);
        assertThat(rejected(timed("{\"type\":\"int\",\"logicalType\":\"time-millis\"}", 1, TimeUnitOfField.MILLIS))
                        .reason())
                .isEqualTo(RejectionReason.WRONG_TYPE);
    }

    @ParameterizedTest
    @CsvSource({"999,true", "1000,false", "1700000060000,false", "1700000060001,true"})
    void timeOutsideTheRangeIsRejected(long timeMs, boolean outside) {
        Extraction extraction = timed("\"long\"", timeMs, TimeUnitOfField.MILLIS);
        assertThat(extraction instanceof Rejected).isEqualTo(outside);
        if (outside) {
            assertThat(rejected(extraction).reason()).isEqualTo(RejectionReason.TIME_OUT_OF_RANGE);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE / 1000, Long.MAX_VALUE / 1000 + 1})
    void absurdTimesAreOutOfRangeInEveryUnit(long number) {
        for (TimeUnitOfField unit : List.of(TimeUnitOfField.SECONDS, TimeUnitOfField.MILLIS, TimeUnitOfField.MICROS)) {
            assertThat(rejected(timed("\"long\"", number, unit)).reason()).isEqualTo(RejectionReason.TIME_OUT_OF_RANGE);
        }
    }

    @Test
    void categoriesAreTextAndCutWhenEndless() {
        for (Object[] pair : new Object[][] {
            {"\"string\"", "eu", "eu"},
            {"\"int\"", 3, "3"},
            {"\"boolean\"", true, "true"},
            {"\"long\"", 4L, "4"},
            {"[\"null\",\"string\"]", null, null},
            {"\"string\"", "e".repeat(999), "e".repeat(256)}
        }) {
            Schema schema = recordOf((String) pair[0]);
            EventSpec spec = new EventSpec(
                    Optional.empty(), Optional.empty(), TimeUnitOfField.MILLIS, List.of(), List.of("x"), 0, 0);
            Extraction extraction = new EventExtractor(spec, schema).extract(record(schema, pair[1]), "k", NOW, NOW);
            assertThat(((Event) extraction).category(0)).isEqualTo(pair[2]);
        }
    }

    @Test
    void decimalsAgreeWithBigDecimalOnManyValues() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            int scale = random.nextInt(30);
            BigInteger unscaled = new BigInteger(1 + random.nextInt(90), random).subtract(BigInteger.TWO.pow(60));
            double read = value(feature(
                    "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":40,\"scale\":" + scale + "}",
                    ByteBuffer.wrap(unscaled.toByteArray())));
            assertThat(read).isEqualTo(new BigDecimal(unscaled, scale).doubleValue());
        }
    }
}
