// Stand-in for nvrtc, CUDA's compiler at run time, for the functions that CompilerCalls.java binds: g++ compiles the
// kernels for the host behind kernels_on_host.h. MAJOR is the version of CUDA that it plays.
#include "emulator.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

namespace {

enum Status { SUCCESS = 0, INVALID_INPUT = 3, INVALID_OPTION = 5, COMPILATION = 6 };

struct Program {
    std::string source;
    std::string log;
    std::string image;
};

std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The source and, for each kernel, a function of one type for all that takes the parameters by their addresses.
std::string with_launchers(const std::string& source) {
    std::string whole = source + "\n";
    const std::regex kernel("__global__ void (\\w+)\\(");
    for (std::sregex_iterator i(source.begin(), source.end(), kernel), end; i != end; ++i) {
        const std::string name = (*i)[1];
        whole += "extern \"C\" bool launch_" + name + "(const unsigned* grid, const unsigned* block, void** parameters) {"
                " return emulator::launch(" + name + ", grid, block, parameters); }\n";
    }
    return whole;
}

// The text as one word of the shell's, whatever blanks or quotes a path has.
std::string quoted(const std::string& text) {
    std::string word = "'";
    for (const char c : text) {
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return word + "'";
}

Status compile(Program& program, const std::string& macro) {
    const char* temporary = std::getenv("TMPDIR");
    std::string folder = std::string(temporary ? temporary : "/tmp") + "/emulated-nvrtc-XXXXXX";
    if (!mkdtemp(folder.data())) {
        return COMPILATION;
    }
    std::ofstream(folder + "/kernels.cpp") << with_launchers(program.source);
    const std::string command = "g++ -std=c++17 -O2 -fPIC -shared -include " + quoted(PRELUDE) + " " + macro + " -o "
            + quoted(folder + "/kernels.so") + " " + quoted(folder + "/kernels.cpp") + " 2>" + quoted(folder + "/log");
    const bool compiled = std::system(command.c_str()) == 0;
    program.log = content(folder + "/log");
    const std::string library = content(folder + "/kernels.so");
    EmulatedImage head;
    std::memcpy(head.magic, EMULATED_MAGIC, sizeof head.magic);
    head.bytes = library.size();
    program.image = std::string(reinterpret_cast<const char*>(&head), sizeof head) + library;
    for (const char* name : {"/kernels.cpp", "/kernels.so", "/log"}) {
        unlink((folder + name).c_str());
    }
    rmdir(folder.c_str());
    return compiled ? SUCCESS : COMPILATION;
}

} // namespace

extern "C" {

int nvrtcVersion(int* major, int* minor) {
    *major = MAJOR;
    *minor = 0;
    return SUCCESS;
}

int nvrtcGetNumSupportedArchs(int* count) {
    *count = 2;
    return SUCCESS;
}

int nvrtcGetSupportedArchs(int* architectures) {
    architectures[0] = 75;
    architectures[1] = 90;
    return SUCCESS;
}

int nvrtcCreateProgram(
        Program** program, const char* source, const char* name, int headers, const char* const*, const char* const*) {
    *program = new Program{source, "", ""};
    return headers == 0 && std::strcmp(name, "kernels.cu") == 0 ? SUCCESS : INVALID_INPUT;
}

int nvrtcDestroyProgram(Program** program) {
    delete *program;
    *program = nullptr;
    return SUCCESS;
}

int nvrtcCompileProgram(Program* program, int count, const char* const* options) {
    std::string macro;
    for (int i = 0; i < count; i++) {
        const std::string option = options[i];
        if (option == "-DREAL=double" || option == "-DREAL=float") {
            macro = option;
        } else if (!std::regex_match(option, std::regex("--gpu-architecture=(sm|compute)_(75|90)"))) {
            return INVALID_OPTION;
        }
    }
    return compile(*program, macro);
}

int nvrtcGetProgramLogSize(Program* program, uint64_t* bytes) {
    *bytes = program->log.size() + 1;
    return SUCCESS;
}

int nvrtcGetProgramLog(Program* program, char* log) {
    std::memcpy(log, program->log.c_str(), program->log.size() + 1);
    return SUCCESS;
}

int nvrtcGetCUBINSize(Program* program, uint64_t* bytes) {
    *bytes = program->image.size();
    return SUCCESS;
}

int nvrtcGetCUBIN(Program* program, char* code) {
    std::memcpy(code, program->image.data(), program->image.size());
    return SUCCESS;
}

int nvrtcGetPTXSize(Program* program, uint64_t* bytes) { return nvrtcGetCUBINSize(program, bytes); }

int nvrtcGetPTX(Program* program, char* code) { return nvrtcGetCUBIN(program, code); }

const char* nvrtcGetErrorString(int status) {
    return status == INVALID_OPTION ? "NVRTC_ERROR_INVALID_OPTION" : "NVRTC_ERROR of the emulation";
}
}
