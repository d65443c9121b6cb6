// The public kit, under the names that these tests use.
global using RecordingSink = Holdfast.Testing.IncidentRecorder;
global using ScriptedProvider = Holdfast.Testing.ScriptedProvider<Holdfast.Tests.Gadget>;
global using ScriptedSession = Holdfast.Testing.ScriptedSession<Holdfast.Tests.Gadget>;
global using ScriptedVerifier = Holdfast.Testing.ScriptedVerifier;
global using Step = Holdfast.Testing.ScriptedStep;
global using TestClock = Holdfast.Testing.ScriptedClock;
