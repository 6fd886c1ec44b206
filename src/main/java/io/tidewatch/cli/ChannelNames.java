package io.tidewatch.cli;

import io.tidewatch.evidence.Channel;
import io.tidewatch.evidence.Channels;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Channels of evidence by their names. */
final class ChannelNames implements ITypeConverter<Channel>, Iterable<String> {
    @Override
    public Channel convert(String name) {
        return Channels.named(name)
                .orElseThrow(() -> new TypeConversionException(
                        "there is no channel '" + name + "'; there are " + String.join(", ", this)));
    }

    @Override
    public Iterator<String> iterator() {
        return Channels.ALL.stream().map(Channel::name).iterator();
    }
}
