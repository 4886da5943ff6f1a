package io.fairlead.simulator.custom;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.StructType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Tells dev.cel's checker of the object types inside of a declared type.
@SuppressWarnings("Immutable") // Filled by the constructor only.
final class DeclaredTypes implements CelTypeProvider {
    // Looked up by name only; never iterated.
    private final Map<String, CelType> structs = new HashMap<>();

    DeclaredTypes(DeclaredType root) {
        add(root);
    }

    private void add(DeclaredType type) {
        if (type.element() != null) {
            add(type.element());
        }
        if (type.fields().isEmpty() && type.element() != null) {
            return;
        }
        structs.put(
                type.type().name(),
                StructType.create(
                        type.type().name(),
                        ImmutableSet.copyOf(type.fields().keySet()),
                        name -> Optional.ofNullable(type.fields().get(name)).map(DeclaredType::type)));
        type.fields().values().forEach(this::add);
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.of();
    }

    @Override
    public Optional<CelType> findType(String name) {
        return name.startsWith("object") ? Optional.ofNullable(structs.get(name)) : Optional.empty();
    }
}
