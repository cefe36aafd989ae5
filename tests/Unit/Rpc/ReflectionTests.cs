using Google.Protobuf;
using Google.Protobuf.Reflection;
using Ledger.Client;
using Ledger.Client.ReflectionV1;
using Ledger.Client.Wire;
using Asked = Ledger.Client.ReflectionV1.ServerReflectionRequest;

namespace Ledger.Tests.Rpc;

/// <summary>What a tool that knows nothing of Ledger learns from a node.</summary>
public sealed class ReflectionTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task Every_service_and_each_of_its_files_can_be_asked_for(string version)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();
        List<ServerReflectionResponse> listed = await AskAsync(world, version, new Asked { ListServices = "*" });
        string[] names = [.. listed.Single().ListServicesResponse.Service.Select(service => service.Name)];
        Assert.Equal(["ledger.v1.Ledger", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"], names);

        List<ServerReflectionResponse> files = await AskAsync(
            world, version, [.. names.Select(name => new Asked { FileContainingSymbol = name })]);

        Assert.Equal(3, files.Count);
        foreach ((ServerReflectionResponse file, string name) in files.Zip(names))
        {
            // What came is enough to build the service from.
            IReadOnlyList<FileDescriptor> built = FileDescriptor.BuildFromByteStrings(
                file.FileDescriptorResponse.FileDescriptorProto.Reverse());
            Assert.Contains(built.SelectMany(f => f.Services), service => service.FullName == name);
            Assert.Equal(name, file.OriginalRequest.FileContainingSymbol);
        }
    }

    [Theory]
    [InlineData("ledger.v1.SubmitRequest")]
    [InlineData("ledger.v1.Ledger.SubmitStream")]
    [InlineData("ledger.v1.Admission")]
    [InlineData("google.rpc.ErrorInfo")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus")]
    public async Task A_symbol_leads_to_its_file(string symbol)
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        ServerReflectionResponse answer =
            (await AskAsync(world, "v1", new Asked { FileContainingSymbol = symbol })).Single();

        Assert.NotEmpty(answer.FileDescriptorResponse.FileDescriptorProto);
    }

    [Fact]
    public async Task What_there_is_not_is_an_error_that_does_not_end_the_stream()
    {
        await using RpcWorld world = await RpcWorld.StartAsync();

        List<ServerReflectionResponse> answers = await AskAsync(
            world,
            "v1",
            new Asked { FileByFilename = "nothing.proto" },
            new Asked { FileContainingSymbol = "ledger.v1.Nothing" },
            new Asked(),
            new Asked { AllExtensionNumbersOfType = "ledger.v1.SubmitRequest" },
            new Asked { FileByFilename = "ledger.proto" });

        Assert.Equal(
            [(int)GrpcStatus.NotFound, (int)GrpcStatus.NotFound, (int)GrpcStatus.InvalidArgument],
            answers.Take(3).Select(answer => answer.ErrorResponse.ErrorCode));
        Assert.Empty(answers[3].AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Single(answers[4].FileDescriptorResponse.FileDescriptorProto);
    }

    private static async Task<List<ServerReflectionResponse>> AskAsync(
        RpcWorld world, string version, params Asked[] requests)
    {
        byte[] body = [.. requests.SelectMany(request => RawGrpc.Frame(request))];
        RawAnswer answer = await RawGrpc.PostAsync(
            world, $"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo", body);
        Assert.Equal(GrpcStatus.Ok, answer.Status);
        List<ServerReflectionResponse> responses = [];
        ReadOnlyMemory<byte> rest = answer.Body;
        while (!rest.IsEmpty)
        {
            int length = (int)GrpcPrefix.Read(rest.Span[..GrpcPrefix.Size]).Length;
            responses.Add(ServerReflectionResponse.Parser.ParseFrom(rest.Span.Slice(GrpcPrefix.Size, length)));
            rest = rest[(GrpcPrefix.Size + length)..];
        }

        return responses;
    }
}
