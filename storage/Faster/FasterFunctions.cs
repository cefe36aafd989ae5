using FASTER.core;

namespace Ledger.Storage.Faster;

/// <summary>FASTER's callbacks: values are bytes in, a new array out.</summary>
internal sealed class FasterFunctions : SpanByteFunctions_ByteArrayOutput<Empty>;
