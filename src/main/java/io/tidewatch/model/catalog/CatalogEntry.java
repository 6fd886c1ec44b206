package io.tidewatch.model.catalog;

/**
 * One version of the models topic.
 *
 * @param complete whether all its chunks are there
 */
public record CatalogEntry(ArtifactHeader header, boolean complete) {
    public String version() {
        return header.version();
    }
}
