package io.tidewatch.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What is written is read again, whatever it is. */
class CodecPropertiesTest {
    private static final int MOST_BYTES_OF_A_NUMBER = 10;

    /** Half of the last of eight binary digits. */
    private static final double HALF_DIGIT = 1 / 256.0;

    /** Texts of all characters; half a surrogate pair is none. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .list()
                .ofMaxSize(40)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    @Property
    void numbersAreReadAsWrittenOneAfterTheOther(@ForAll List<Long> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES_OF_A_NUMBER * numbers.size());
        numbers.forEach(number -> VarInt.write(bytes, number));
        bytes.flip();

        assertThat(numbers.stream().map(number -> VarInt.read(bytes)).toList()).isEqualTo(numbers);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Property
    void unsignedNumbersAreReadAsWrittenOneAfterTheOther(
            @ForAll List<@IntRange(max = Integer.MAX_VALUE) Integer> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES_OF_A_NUMBER * numbers.size());
        numbers.forEach(number -> VarInt.writeUnsigned(bytes, number));
        bytes.flip();

        assertThat(numbers.stream().map(number -> VarInt.readUnsigned(bytes)).toList())
                .isEqualTo(numbers);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Property
    void numberCutShortIsNoOtherNumber(@ForAll long number) {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES_OF_A_NUMBER);
        VarInt.write(bytes, number);
        bytes.flip().limit(bytes.limit() - 1);

        assertThatThrownBy(() -> VarInt.read(bytes)).isInstanceOf(BufferUnderflowException.class);
    }

    @Property
    void textsAreReadAsWrittenOneAfterTheOther(@ForAll("texts") String first, @ForAll("texts") String second) {
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        TextCodec.write(bytes, first);
        TextCodec.write(bytes, second);
        bytes.flip();

        assertThat(TextCodec.read(bytes)).isEqualTo(first);
        assertThat(TextCodec.read(bytes)).isEqualTo(second);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Property
    void textCutShortIsNoOtherText(@ForAll("texts") String text, @ForAll @IntRange(max = 200) int length) {
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        TextCodec.write(bytes, text);
        Assume.that(length < bytes.position());
        bytes.flip().limit(length);

        assertThatThrownBy(() -> TextCodec.read(bytes)).isInstanceOf(BufferUnderflowException.class);
    }

    @Property
    void roundedFloatIsExactlyWhatItsTwoBytesHold(@ForAll float value) {
        float rounded = ShortFloat.round(value);

        assertThat(ShortFloat.decode(ShortFloat.encode(rounded))).isEqualTo(rounded);
        assertThat(ShortFloat.round(rounded)).isEqualTo(rounded);
    }

    @Property
    void roundingChangesAFloatByHalfADigitAtMost(@ForAll float value) {
        Assume.that(Math.abs(value) >= Float.MIN_NORMAL && Math.abs(value) < 3e38f);

        assertThat(Math.abs(ShortFloat.round(value) - (double) value))
                .isLessThanOrEqualTo(HALF_DIGIT * Math.abs(value));
    }

    @Property
    void roundingKeepsTheOrder(@ForAll float one, @ForAll float other) {
        assertThat(ShortFloat.round(Math.min(one, other))).isLessThanOrEqualTo(ShortFloat.round(Math.max(one, other)));
    }
}
