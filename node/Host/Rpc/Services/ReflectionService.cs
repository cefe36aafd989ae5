using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Ledger.Client;
using Ledger.Client.GoogleRpc;
using Ledger.Client.HealthV1;
using Ledger.Client.ReflectionV1;
using Ledger.Client.V1;
using Ledger.Node.Rpc.Grpc;
using Asked = Ledger.Client.ReflectionV1.ServerReflectionRequest.MessageRequestOneofCase;

namespace Ledger.Node.Rpc.Services;

/// <summary><c>grpc.reflection.v1.ServerReflection</c>: tells tools the services and messages there are.</summary>
/// <remarks>
/// The same under the name <c>grpc.reflection.v1alpha</c>, which older tools ask for: the messages never differed. An
/// answer holds the file asked for and all it refers to. There are no extensions.
/// </remarks>
internal sealed class ReflectionService
{
    private const string OlderName = "grpc.reflection.v1alpha.ServerReflection";

    private static readonly FileDescriptor[] Served =
        [LedgerReflection.Descriptor, HealthReflection.Descriptor, ReflectionReflection.Descriptor];

    // Not served but met in the details of a status.
    private static readonly FileDescriptor[] Known =
        [.. Served, StatusReflection.Descriptor, ErrorDetailsReflection.Descriptor];

    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];

    private ReflectionService()
    {
        foreach (FileDescriptor file in Known)
        {
            Add(file);
        }
    }

    public static IEnumerable<GrpcService> Both()
    {
        ReflectionService reflection = new();
        ServiceDescriptor descriptor = ReflectionReflection.Descriptor.FindTypeByName<ServiceDescriptor>("ServerReflection");
        return new[] { descriptor.FullName, OlderName }.Select(name => new GrpcService(descriptor, name)
            .DuplexStreaming<ServerReflectionRequest, ServerReflectionResponse>(
                "ServerReflectionInfo", (requests, _) => reflection.AnswerAsync(requests)));
    }

    private async IAsyncEnumerable<ServerReflectionResponse> AnswerAsync(
        IAsyncEnumerable<ServerReflectionRequest> requests, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (ServerReflectionRequest request in requests.WithCancellation(cancellation))
        {
            ServerReflectionResponse response = Answer(request);
            response.ValidHost = request.Host;
            response.OriginalRequest = request;
            yield return response;
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request) => request.MessageRequestCase switch
    {
        Asked.ListServices => new ServerReflectionResponse { ListServicesResponse = Services() },
        Asked.FileByFilename => File(_files.GetValueOrDefault(request.FileByFilename)),
        Asked.FileContainingSymbol => File(_symbols.GetValueOrDefault(request.FileContainingSymbol.TrimStart('.'))),
        Asked.FileContainingExtension => File(null),
        Asked.AllExtensionNumbersOfType => Extensions(request.AllExtensionNumbersOfType),
        _ => Error(GrpcStatus.InvalidArgument, "The request asks nothing."),
    };

    private static ListServiceResponse Services() => new()
    {
        Service = { Served.SelectMany(file => file.Services).Select(s => new ServiceResponse { Name = s.FullName }) },
    };

    private ServerReflectionResponse Extensions(string type) => _symbols.ContainsKey(type)
        ? new ServerReflectionResponse
        {
            AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type },
        }
        : File(null);

    private static ServerReflectionResponse File(FileDescriptor? file)
    {
        if (file is null)
        {
            return Error(GrpcStatus.NotFound, "There is no such file or symbol.");
        }

        FileDescriptorResponse files = new();
        Collect(file, [], files);
        return new ServerReflectionResponse { FileDescriptorResponse = files };
    }

    private static void Collect(FileDescriptor file, HashSet<string> seen, FileDescriptorResponse files)
    {
        if (seen.Add(file.Name))
        {
            files.FileDescriptorProto.Add(file.SerializedData);
            foreach (FileDescriptor dependency in file.Dependencies)
            {
                Collect(dependency, seen, files);
            }
        }
    }

    private static ServerReflectionResponse Error(GrpcStatus status, string message) => new()
    {
        ErrorResponse = new ErrorResponse { ErrorCode = (int)status, ErrorMessage = message },
    };

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (IDescriptor symbol in file.Services.SelectMany(s => s.Methods.Prepend<IDescriptor>(s))
            .Concat(file.EnumTypes).Concat(file.MessageTypes.SelectMany(SymbolsOf)))
        {
            _symbols[symbol.FullName] = file;
        }

        foreach (FileDescriptor dependency in file.Dependencies)
        {
            Add(dependency);
        }
    }

    private static IEnumerable<IDescriptor> SymbolsOf(MessageDescriptor message)
        => [message, .. message.Fields.InDeclarationOrder(), .. message.EnumTypes, .. message.NestedTypes.SelectMany(SymbolsOf)];
}
