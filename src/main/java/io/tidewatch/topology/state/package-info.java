/** The state store of the topology: entity states on the heap, off the heap and on disk, with a changelog. */
@NullMarked
package io.tidewatch.topology.state;

import org.jspecify.annotations.NullMarked;
