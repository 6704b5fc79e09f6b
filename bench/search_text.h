/*
 * search_text: entries to search, 60 to 300 characters each, made of lists of words by chance that a seed settles. Every
 * text has 整改 in it, every second one 责任 or 落实, one in a thousand a word of `rare`.
 */
#ifndef BH_SEARCH_TEXT_H
#define BH_SEARCH_TEXT_H

#include <stdint.h>
#include <stdio.h>

#include "base/utf8.h"

#define TEXT_ROOM 2048
#define TITLE_ROOM 256
#define NUMBER_ROOM 64

struct search_sample {
	char text[TEXT_ROOM], title[TITLE_ROOM], number[NUMBER_ROOM];
};

static uint64_t sample_state;

static inline uint32_t
sample_chance(uint32_t below)
{
	sample_state = sample_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)((sample_state >> 33) % below);
}

/* Smaller numbers more often: n * x^3. */
static inline uint32_t
sample_early(uint32_t below)
{
	uint64_t x = sample_chance(1024);

	return (uint32_t)(x * x * x * below >> 30);
}

static const char *const sample_places[] = { "青桐", "东湾", "石桥", "云岭", "河阳", "柳林", "沙洲", "南屏", "白塔", "临溪", "高岗", "新圩",
	"古渡", "双泉", "安定", "长丰", "凤鸣", "江口", "榆树", "红山", "松岭", "平川", "海晏", "宁远", "金沙", "龙潭", "北关", "西庄", "马坊", "竹园" };
static const char *const sample_bodies[] = { "卫生院", "人民医院", "疾控中心", "妇幼保健院", "教育局", "财政局", "街道办事处", "水利站", "市场监管所",
	"民政局", "档案馆", "急救站", "血站", "林业局", "城管大队", "供水公司", "养老院", "中学", "农技站", "执法队" };
static const char *const sample_things[] = { "台账", "制度", "经费", "药品采购", "值班记录", "消防通道", "合同", "固定资产", "医疗废物", "公务用车", "会议纪要",
	"岗位职责", "培训计划", "病历质量", "信息系统", "应急物资", "食堂账目", "项目进度", "工程款", "群众来信", "排污口", "检测报告", "疫苗冷链", "处方点评",
	"设备维护", "人员编制", "招标文件", "绩效考核", "廉政谈话", "档案借阅", "护理文书", "水质监测", "隐患排查", "债务清理", "作风纪律" };
static const char *const sample_faults[] = { "不规范", "未按时更新", "缺少复核", "责任不清", "记录不全", "超出预算", "与实际不符", "长期闲置", "没有签字", "审批滞后",
	"底数不明", "落实不到位", "流于形式", "标识缺失", "管理松散", "存在漏洞", "手续不齐", "未见成效", "重复报销", "拖延办理" };
static const char *const sample_done[] = { "已完成整改", "正在整改", "制定整改方案并逐条落实", "建立整改台账实行销号管理", "落实整改责任到人", "召开整改推进会",
	"组织整改回头看", "按月报送整改进展", "经复核后予以销号", "约谈相关负责人", "修订内部规定", "补齐有关材料", "退回违规资金", "开展专项培训", "纳入年度考核",
	"明确牵头科室", "公开整改结果", "接受群众监督", "举一反三全面自查", "健全长效机制" };
static const char *const sample_heads[] = { "关于", "就", "针对", "对照", "围绕", "经查，", "检查发现，", "督导反馈，", "审计指出，", "根据安排，" };
static const char *const sample_rare[] = { "鸬鹚养殖", "蘑菇大棚", "窑洞修缮", "鲟鱼放流", "瓷片登记" };
static const char sample_names[] = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
	"史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁";

#define SAMPLE(list) list[sample_early(sizeof list / sizeof list[0])]

static inline void
sample_name(char out[16])
{
	size_t n = sizeof sample_names / 3, at = 0;

	for (int i = 0; i < 3; i++, at += 3)
		memcpy(out + at, sample_names + 3 * sample_chance((uint32_t)n), 3);
	out[at] = '\0';
}

static inline size_t
sample_clause(char *out, size_t room)
{
	char name[16];

	sample_name(name);
	switch (sample_chance(6)) {
	case 0:
		return (size_t)snprintf(out, room, "%s%s%s%s%s。", SAMPLE(sample_heads), SAMPLE(sample_places), SAMPLE(sample_bodies),
		    SAMPLE(sample_things), SAMPLE(sample_faults));
	case 1:
		return (size_t)snprintf(out, room, "%s，由%s负责，%s；", SAMPLE(sample_done), name, SAMPLE(sample_done));
	case 2:
		return (size_t)snprintf(out, room, "2026年%u月%u日前%s%s，", 1 + sample_chance(12), 1 + sample_chance(28), SAMPLE(sample_things),
		    SAMPLE(sample_done));
	case 3:
		return (size_t)snprintf(out, room, "涉及资金%u,%03u元，%s%s。", 1 + sample_chance(900), sample_chance(1000), SAMPLE(sample_things),
		    SAMPLE(sample_faults));
	case 4:
		return (size_t)snprintf(out, room, "%s%s与%s%s%s，完成率%u.%u%%。", SAMPLE(sample_places), SAMPLE(sample_bodies), SAMPLE(sample_places),
		    SAMPLE(sample_bodies), SAMPLE(sample_done), sample_chance(100), sample_chance(10));
	default:
		return (size_t)snprintf(out, room, "%s%s的%s%s，%s。", SAMPLE(sample_places), SAMPLE(sample_bodies), SAMPLE(sample_things),
		    SAMPLE(sample_faults), SAMPLE(sample_done));
	}
}

/* The entry of number i. */
static inline void
sample_make(struct search_sample *s, uint64_t seed, uint32_t i)
{
	size_t n, want;

	sample_state = (seed << 32) + i;
	sample_chance(2);
	want = 3 * (60 + sample_chance(200));
	n = (size_t)snprintf(s->text, sizeof s->text, "整改事项：");
	if (sample_chance(1000) == 0)
		n += (size_t)snprintf(s->text + n, sizeof s->text - n, "%s。", SAMPLE(sample_rare));
	while (n < want)
		n += sample_clause(s->text + n, sizeof s->text - n);
	snprintf(s->title, sizeof s->title, "%s%s%s%s", SAMPLE(sample_places), SAMPLE(sample_bodies), SAMPLE(sample_things), SAMPLE(sample_faults));
	s->number[0] = '\0';
	if (sample_chance(3) == 0)
		snprintf(s->number, sizeof s->number, "%s发〔20%u〕%u号", SAMPLE(sample_places), 20 + sample_chance(7), i);
}

#endif
